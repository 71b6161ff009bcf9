package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.diagnostic.Problem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code check} says of a connector for REST that cannot be as it is written, and where. */
class RestDeclarationTest {

    private static final String APP = """
            kind: Kamelet
            metadata: {name: app}
            spec:
              definition: {title: App, properties: {tenant: {type: string}}}
              provisioning:
                contract: 1
                extends: rest
                rest: {test: {get: /me}, errors: [{status: 422, at: a.b, is: X, outcome: conflict}]}
                objects:
                  user:
                    anchor: id
                    enabledBy: active
                    attributes: {id: {}, login: {}, active: {type: boolean}}
                    operations: [test, list, get, find, create, update, disable, delete]
                    find: [login]
                    rest:
                      list: {get: /users, paging: {style: offset, send: skip}}
                      get: {get: "/users/${anchor}"}
                      find: {login: {get: /users, query: {q: "${value}"}}}
                      create: {post: /users}
                      update: {put: "/users/${anchor}"}
                      delete: {delete: "/users/${anchor}"}
            """;

    @TempDir
    private Path folder;

    private List<Problem> problems(String app) throws IOException {
        new TestProject(folder).write("connectors/app.kamelet.yaml", app).write("connectors/rest.kamelet.yaml", Files.readString(Path.of("connectors/rest.kamelet.yaml")));
        return ProjectReader.read(folder, folder.resolve("connectors")).problems().inOrder().stream().filter(problem -> problem.position().file().endsWith("app.kamelet.yaml")).toList();
    }

    @Test
    void whatIsRightIsTaken() throws IOException {
        assertThat(problems(APP)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "list: {get: /users, paging: | list: {get: /users, query: {day: \"${asOf}\"}, paging: | 17 | CON009 | names ${asOf} and has no \"asOf\"",
        "list: {get: /users, paging: | list: {get: /users, asOf: {ahead: P30D}, paging: | 17 | CON009 | \"ahead\" and \"starts\" belong together",
        "list: {get: /users, paging: | list: {get: /users, asOf: {ahead: soon, starts: login}, paging: | 17 | CON009 | \"soon\" is no period",
        "list: {get: /users, paging: | list: {get: /users, asOf: {zone: Bern}, paging: | 17 | CON009 | \"Bern\" is no time zone",
        "list: {get: /users, paging: | list: {get: /users, shows: [a..b], paging: | 17 | CON003 | is no path",
        "get: {get: \"/users/${anchor}\"} | get: {get: \"/users/${anchor}\", shows: [id]} | 18 | CON009 | \"shows\" does not belong in this request",
        "create: {post: /users} | create: {post: /users, asOf: {}} | 20 | CON009 | \"asOf\" does not belong in this request",
        "list: {get: /users, paging: | list: {get: /users, asOf: {alone: true}, paging: | 17 | CON009 | \"alone\" and \"starts\" belong together",
        "list: {get: /users, paging: | list: {get: /users, asOf: {alone: true, ahead: P1D, starts: login}, paging: | 17 | CON009 | two ways to the same",
        "paging: {style: offset, send: skip} | paging: {style: offset, send: skip, pages: page} | 17 | CON009 | \"pages\" does not belong to the style offset",
        "paging: {style: offset, send: skip} | paging: {style: page, send: page, pages: pages} | 17 | CON009 | says nothing of what is on them",
        "list: {get: /users, paging: {style: offset, send: skip | list: {get: /users, query: {a: \"${a}\", b: \"${b}\"}, paging: {style: offset, send: skip, each: {a: [1, 2], b: [3]} | 17 | CON009 | more values for one variable than for another",
        "list: {get: /users, paging: {style: offset, send: skip | list: {get: /users, query: {a: \"${a}\"}, paging: {style: offset, send: skip, each: {a: [1], b: [3]} | 17 | CON009 | does not name ${b}",
        "update: {put: \"/users/${anchor}\"} | update: {put: \"/users/${anchor}\", keeps: contact} | 21 | CON009 | does not say where attributes stand in what goes along",
        "update: {put: \"/users/${anchor}\"} | update: {put: \"/users/${anchor}\", order: [a]} | 21 | CON009 | \"order\" belongs to what \"keeps\" sends along",
        "create: {post: /users} | create: {post: /users, body: {\"${nobody}_id\": 1}} | 20 | CON008 | there is no variable ${nobody} here",
        "rest: {test: {get: /me}, | rest: {soap: {namespace: x}, test: {post: \"\", body: {a: {}, b: {}}}, | 8 | CON009 | no body of one element",
        "get: {get: \"/users/${anchor}\"} | get: {get: \"/users/${anchor}\", together: {max: 2, list: a}} | 18 | CON009 | \"together\" does not belong in this request",
        "put: \"/users/${anchor}\"} | put: \"/users\", together: {max: 2, list: a, results: b, by: ['${anchor}']}} | 21 | CON009 | does not name ${anchor}",
        "put: \"/users/${anchor}\"} | put: \"/users/${anchor}\", together: {max: 1, list: a}} | 21 | CON003 | 1",
        "put: \"/users/${anchor}\"} | put: \"/users/${anchor}\", together: {max: 2, list: a, by: ['${anchor}']}} | 21 | CON009 | does not say where the list of results stands",
        "put: \"/users/${anchor}\"} | put: \"/users/${anchor}\", together: {max: 2, list: a, results: b, by: [x]}} | 21 | CON009 | the same for everybody",
        "put: \"/users/${anchor}\"} | put: \"/users/${anchor}\", together: {max: 2, list: a, failures: b, index: c}} | 21 | CON009 | does not say all of how failures are told",
        "put: \"/users/${anchor}\"} | put: \"/users/${anchor}\", together: {max: 2, list: a, results: b, by: ['${anchor}'], failures: c, index: d, count: e}} | 21 | CON009 | in two ways",
        "put: \"/users/${anchor}\"} | put: \"/users/${anchor}\", together: {max: 2, list: a, failures: b, index: c, count: d}} | 21 | CON009 | does not say all of how failures are told",
        "put: \"/users/${anchor}\"} | put: \"/users/${anchor}\", together: {max: 2, list: a, named: b}} | 21 | CON009 | whose an entry of the list is",
        "put: \"/users/${anchor}\"} | put: \"/users/${anchor}\", body: {a: [{b: '${added.NAME}'}]}, together: {max: 2, list: a}} | 21 | CON009 | of which one may have several",
        "create: {post: /users} | restore: {by: login, find: {get: /gone}, request: {post: \"/gone/${anchor}\"}} | 20 | CON009 | does not name ${value}",
        "delete: {delete: \"/users/${anchor}\"} | restore: {by: nick, find: {get: /gone, query: {q: \"${value}\"}}, request: {post: \"/gone/${anchor}\"}} | 22 | CON009 | \"nick\" is not declared",
        "create: {post: /users} | create: {post: /users, together: {max: 2, list: a}} | 20 | CON009 | does not show what was made of each",
        "get: {get: \"/users/${anchor}\"} | get: {get: \"/users/${anchr}\"} | 18 | CON008 | there is no variable ${anchr} here",
        "get: {get: \"/users/${anchor}\"} | get: {get: \"/users/${anchr}\"} | 18 | CON009 | does not name ${anchor}",
        "get: {get: \"/users/${anchor}\"} | get: {get: /users} | 18 | CON009 | does not name ${anchor}",
        "get: {get: \"/users/${anchor}\"} | get: {delete: \"/users/${anchor}\"} | 18 | CON009 | only reads cannot be a DELETE",
        "get: {get: \"/users/${anchor}\"} | get: {get: \"/users/${anchor}\", post: /x} | 18 | CON009 | several methods: get, post",
        "get: {get: \"/users/${anchor}\"} | get: {query: {a: b}} | 18 | CON009 | has no method",
        "get: {get: \"/users/${anchor}\"} | get: {get: \"users/${anchor}\"} | 18 | CON009 | is no path below the base address",
        "get: {get: \"/users/${anchor}\"} | get: {get: \"/users?id=${anchor}\"} | 18 | CON009 | is no path below the base address",
        "get: {get: \"/users/${anchor}\"} | get: {get: \"/users/${anchor}\", item: a..b} | 18 | CON003 | is no path",
        "get: {get: \"/users/${anchor}\"} | get: {get: \"/users/${anchor}\", itm: a} | 18 | CON001 | there is no key \"itm\" here",
        "get: {get: \"/users/${anchor}\"} | get: {get: \"/users/${anchor}\", then: [{post: /x}]} | 18 | CON009 | \"then\" does not belong in this request",
        "get: {get: \"/users/${anchor}\"} | get: {get: \"/users/${anchor}\", body: {a: b}} | 18 | CON009 | a GET has no body",
        "get: {get: \"/users/${anchor}\"} | get: {get: \"/users/${anchor}\", exact: true} | 18 | CON009 | \"exact\" does not belong in this request",
        "get: {get: \"/users/${anchor}\"} | get: {get: \"/users/${anchor}\", answer: none} | 18 | CON009 | the answer to this request cannot be \"none\"",
        "q: \"${value}\"} | q: \"${value}\"}, answer: item | 19 | CON009 | nothing says how the system tells that there is nobody",
        "q: \"${value}\"} | q: \"${value}\"}, answer: item, errors: [{status: 404, outcome: not-found}] | 19 | CON009 | nothing says how the system tells that there is nobody",
        "post: /users} | post: /users, answer: location, job: {at: id, ask: {get: \"/jobs/${job}\"}, running: {at: s, is: on}, done: {at: s, is: off}}} | 20 | CON009 | which is no answer with an address",
        "delete: {delete: \"/users/${anchor}\"} | changes: {get: /c, mark: m, lost: [{status: 200, at: a, is: b}], paging: {style: cursor, send: c, at: n}} | 22 | CON009 | is a success, and no mark is lost",
        "delete: {delete: \"/users/${anchor}\"} | changes: {get: /c, mark: m, asOf: {ahead: P30D, starts: login}, paging: {style: cursor, send: c, at: n}} | 22 | CON009 | cannot be read a second time",
        "post: /users} | post: /users, answer: list} | 20 | CON009 | the answer to this request cannot be \"list\"",
        "post: /users} | post: /users, as: {id: uid, login: user}} | 20 | CON009 | \"as\" does not say where \"active\" stands",
        "post: /users} | post: /users, as: {id: uid, login: user, active: on, logn: x}} | 20 | CON006 | \"logn\" is not declared",
        "post: /users} | post: /users, job: {running: {at: s, is: on}, done: {at: s, is: off}}} | 20 | CON009 | where its name stands",
        "post: /users} | post: /users, job: {at: id, running: {at: s, is: on}, done: {at: s, is: off}}} | 20 | CON009 | nothing asks what becomes of the job",
        "post: /users} | post: /users, job: {at: id, ask: {get: /jobs}, running: {at: s, is: on}, done: {at: s, is: off}}} | 20 | CON009 | does not name ${job}",
        "post: /users} | post: /users, job: {at: id, ask: {put: \"/jobs/${job}\"}, running: {at: s, is: on}, done: {at: s, is: off}}} | 20 | CON009 | only reads cannot be a PUT",
        "get: {get: \"/users/${anchor}\"} | get: {get: \"/users/${anchor}\", job: {header: Location, running: {at: s, is: on}, done: {at: s, is: off}}} | 18 | CON009 | \"job\" does not belong in this request",
        "style: offset, send: skip | style: page | 17 | CON009 | the style page has no \"send\"",
        "style: offset, send: skip | style: offset, send: skip, step: size | 17 | CON009 | only where it is known when the list ends",
        "style: offset, send: skip | style: offset, send: skip, total: a, totalHeader: b | 17 | CON009 | say the same",
        "style: offset, send: skip | style: offset, send: skip, continue: {get: /next} | 17 | CON009 | \"continue\" does not belong to the style offset",
        "style: offset, send: skip | style: cursor, at: c, continue: {get: /next} | 17 | CON009 | the style cursor has no \"send\"",
        "style: offset, send: skip | style: none, each: {state: [a, b]} | 17 | CON009 | the request does not name ${state}, and would bring one list several times",
        "status: 422, at: a.b, is: X | status: 422, not: X | 8 | CON009 | \"not\" does not say where",
        "status: 422, at: a.b, is: X | status: 422, at: a.b, is: X, not: Y | 8 | CON009 | say two things of one place",
        "delete: {delete: \"/users/${anchor}\"} | clear: empty | 14 | CON002 | declares the operation delete, and has no request for it",
        "update: {put: \"/users/${anchor}\"} | clear: empty | 14 | CON002 | declares the operation disable",
        "find: {login: { | find: {logn: { | 19 | CON006 | \"logn\" is not declared",
        "find: {login: { | find: {logn: { | 15 | CON002 | can be found by login, and has no request for that",
        "q: \"${value}\" | q: \"x\" | 19 | CON009 | does not name ${value}",
        "send: skip} | size: limit} | 17 | CON009 | the style offset has no \"send\"",
        "send: skip} | send: skip, at: next} | 17 | CON009 | \"at\" does not belong to the style offset",
        "style: offset | style: ofset | 17 | CON003 | \"style\" cannot be \"ofset\"",
        "post: /users} | post: /users, apart: [logn]} | 20 | CON006 | \"logn\" is not declared",
        "post: /users} | post: /users, apart: [login]} | 20 | CON009 | \"login\" is left to a later request, and none is sent for it",
        "post: /users} | post: /users, then: [{put: \"/x/${anchor}/${key}\"}]} | 20 | CON008 | there is no variable ${key} here",
        "post: /users} | post: /users, then: [{put: /x, when: {changed: logn}}]} | 20 | CON006 | \"logn\" is not declared",
        "post: /users} | post: /users, sends: [login]} | 20 | CON009 | \"sends\" does not belong in this request",
        "post: /users} | post: /users, then: [{put: /x, sends: [logn]}]} | 20 | CON006 | \"logn\" is not declared",
        "post: /users} | post: /users, then: [{put: /x, when: {emptied: logn}}]} | 20 | CON006 | \"logn\" is not declared",
        "post: /users} | post: /users, body: {a: \"${added.login}\"}} | 20 | CON008 | there is no variable ${added.login} here",
        "post: /users} | post: /users, body: {a: \"${account.login:quotd}\"}} | 20 | CON003 | is no variable",
        "delete: {delete: \"/users/${anchor}\"} | expanded: [logn] | 22 | CON006 | \"logn\" is not declared",
        "delete: {delete: \"/users/${anchor}\"} | changes: {get: /c, mark: m} | 22 | CON009 | a delta that begins at a mark has pages of the style cursor",
        "delete: {delete: \"/users/${anchor}\"} | changes: {get: /c, mark: m, since: epoch} | 22 | CON009 | belongs to a delta that begins at a moment",
        "delete: {delete: \"/users/${anchor}\"} | changes: {get: /c, begin: {get: /x}} | 22 | CON009 | \"begin\" asks for a mark",
        "delete: {delete: \"/users/${anchor}\"} | changes: {get: /c} | 22 | CON009 | does not name ${since}",
        "get: {get: \"/users/${anchor}\"} | changes: {get: \"/c/${since}\", readAgain: true} | 18 | CON009 | cannot be read again",
        "status: 422, at: a.b, is: X | is: X | 8 | CON009 | says of no answer what it means",
        "status: 422, at: a.b, is: X | status: 422, is: X | 8 | CON009 | \"is\" does not say where",
        "status: 422 | status: 4220 | 8 | CON003 | \"status\" cannot be the number 4220",
        "outcome: conflict | outcome: clash | 8 | CON003 | \"outcome\" cannot be \"clash\"",
        "/me} | \"/me/{{tenat}}\"} | 8 | CON007 | has no setting \"tenat\""})
    void whatIsWrongIsNamedWithItsLine(String right, String wrong, int line, String code, String words) throws IOException {
        assertThat(APP).contains(right);
        assertThat(problems(APP.replace(right, wrong))).as(wrong).anySatisfy(problem -> {
            assertThat(problem.code().code()).isEqualTo(code);
            assertThat(problem.position().line()).isEqualTo(line);
            assertThat(problem.message()).contains(words);
        });
    }

    @Test
    void whatASystemCarriesOutByAndByIsDeclaredToo() throws IOException {
        assertThat(problems(APP.replace("post: /users}", "post: /users, as: {id: uid, login: user}, apart: [active], then: [{delete: /users, body: {who: \"${anchor}\"}, when: {starts: disabled}}], "
                + "job: {at: id, ask: {post: /jobs, body: {id: \"${job}\"}, errors: [{status: 200, at: state, is: bad, outcome: invalid}]}, running: {at: state, is: [on, waiting]}, done: {at: state, is: off}, every: 1s, for: 1m}}")
                .replace("{get: /users, paging: {style: offset, send: skip}}", "{post: /users, body: {most: \"${pageSize:integer}\", of: \"${state}\"}, paging: {style: cursor, at: c, more: m, each: {state: [a, b]}, continue: {post: /users/more, body: {c: \"${cursor}\"}}}}")
                .replace("get: {get: \"/users/${anchor}\"}", "get: {get: \"/users/page/${page}\", answer: list, paging: {style: page, end: last}}")
                .replace("delete: {delete: \"/users/${anchor}\"}", "delete: {delete: /users, body: [{who: \"${anchor}\"}], job: {header: Location, running: {at: s, is: on}, done: {at: s, is: off}}}"))).isEmpty();
    }

    @Test
    void whoeverIsMadeHasANameThatIsKnown() throws IOException {
        String none = APP.replace("post: /users}", "post: /users, answer: none}");
        assertThat(problems(none)).as("who was sent").isEmpty();
        assertThat(problems(none.replace("{id: {}", "{id: {readOnly: true}"))).extracting(Problem::message).containsExactly("the system gives \"id\", and the answer does not show it: every create would be in doubt");
    }

    @Test
    void aDefaultMayBeMadeOfOtherSettingsThatEverySystemHas() throws IOException {
        String made = APP.replace("properties: {tenant: {type: string}}", "required: [tenant], properties: {tenant: {type: string}, url: {default: \"https://{{tenant}}.example.com\"}}");
        assertThat(problems(made)).isEmpty();
        new TestProject(folder).write("application.properties", TestProject.SETTINGS + "caravan.systems.app.connector = app\ncaravan.systems.app.tenant = acme\ncaravan.systems.app.auth = none\n");
        Project project = ProjectReader.read(folder, folder.resolve("connectors")).project().orElseThrow();
        assertThat(project.systems().get("app").settings()).containsEntry("url", "https://acme.example.com");
        assertThat(problems(made.replace("required: [tenant], ", ""))).extracting(Problem::message).anyMatch(message -> message.contains("made of \"tenant\", which a system need not have"));
        assertThat(problems(made.replace("{{tenant}}", "{{tenat}}"))).extracting(Problem::message).anyMatch(message -> message.contains("has no setting \"tenat\""));
    }

    @Test
    void whatADeltaCannotDoIsSaid() throws IOException {
        String marked = APP.replace("delete: {delete: \"/users/${anchor}\"}", "changes: {get: /c, mark: m, readAgain: true, paging: {style: cursor, send: c, at: n}}").replace(", delete]", "]");
        assertThat(problems(marked)).isEmpty();
        String ahead = marked.replace("list: {get: /users,", "list: {get: /users, asOf: {ahead: P30D, starts: login},");
        assertThat(problems(ahead)).extracting(Problem::message).containsExactly("the mark stands at the end of a read, and as of a day ahead there are two");
        assertThat(problems(ahead.replace("mark: m,", "mark: m, begin: {get: /b},"))).as("asked for by itself").isEmpty();
        assertThat(problems(marked.replace("          list: {get", "          each: parts\n          list: {get"))).extracting(Problem::message)
                .containsExactly("what has changed cannot be read again: of each object, several records are made (\"each\")");
    }

    @Test
    void severalChangesAtOnceNeedARequestThatCarriesThem() throws IOException {
        String batched = APP.replace("    contract: 1\n", "    contract: 1\n    batch: {operations: [create], max: 30}\n");
        assertThat(problems(batched)).extracting(Problem::message).containsExactly("the connector takes several changes at once, and has no request for that");
        String small = batched.replace("rest: {test: {get: /me}", "rest: {batch: {post: /b, max: 20}, test: {get: /me}");
        assertThat(problems(small)).extracting(Problem::message).containsExactly("so many changes do not fit into one request, which carries 20");
        assertThat(problems(small.replace("max: 30", "max: 20"))).isEmpty();
        assertThat(problems(small.replace("max: 30", "max: 20").replace("at: a.b, is: X", "at: a.b, not: X"))).extracting(Problem::message)
                .containsExactly("the answer to several requests in one does not have this either, and would be a failure");
    }

    @Test
    void thatAny404IsTakenForDoneIsTold() throws IOException {
        String bare = APP.replace("delete: {delete: \"/users/${anchor}\"}", "delete: {delete: \"/users/${anchor}\", errors: [{status: [404, 410], outcome: ok}]}");
        assertThat(problems(bare)).extracting(Problem::message).containsExactly("any 404 is taken for done, and a wrong address or a proxy in between answers with one, too");
        new TestProject(folder).write("application.properties", TestProject.SETTINGS + "caravan.systems.app.connector = app\ncaravan.systems.app.url = https://app.example.com\ncaravan.systems.app.auth = none\n");
        assertThat(ProjectReader.read(folder, folder.resolve("connectors")).project().orElseThrow().systems()).as("it is told, and the connector works").containsKey("app");
        assertThat(problems(bare.replace("410], ", "410], at: code, is: gone, "))).isEmpty();
        for (File connector : Path.of("connectors").toFile().listFiles(file -> file.getName().endsWith(".kamelet.yaml"))) {
            assertThat(Files.readString(connector.toPath())).as(connector.getName()).doesNotContainPattern("status: (404|\\[[0-9, ]*\\b404\\b[0-9, ]*]), outcome: ok");
        }
    }

    @Test
    void whoIsBroughtBackCanBeFoundClosedAndGivenHerSecret() throws IOException {
        String back = APP.replace("delete: {delete: \"/users/${anchor}\"}", "delete: {delete: \"/users/${anchor}\"}\n"
                + "          restore: {by: login, find: {get: /gone, query: {q: \"${value}\"}}, request: {post: \"/gone/${anchor}\"}}");
        assertThat(problems(back)).isEmpty();
        assertThat(problems(back.replace("restore: {by: login", "restore: {by: id"))).extracting(Problem::message).anyMatch(message -> message.startsWith("nobody can look among the living for \"id\""));
        String apart = back.replace("update: {put: \"/users/${anchor}\"}", "update: {put: \"/users/${anchor}\", apart: [active]}\n          enable: {post: \"/on/${anchor}\"}");
        assertThat(problems(apart)).extracting(Problem::message).anyMatch(message -> message.startsWith("who is brought back could not be disabled: update: leaves \"active\""));
        assertThat(problems(apart + "          disable: {post: \"/off/${anchor}\"}\n")).extracting(Problem::message).noneMatch(message -> message.startsWith("who is brought back"));
        String secret = back.replace("login: {}", "login: {}, password: {sensitive: true, createOnly: true}");
        assertThat(problems(secret)).extracting(Problem::message).containsExactly("\"password\" is made and handed over for each account, and one that is brought back would keep the old one");
        assertThat(problems(secret.replace("request: {post:", "secret: {put: \"/users/${anchor}\", body: {p: \"${account.password}\"}}, request: {post:"))).isEmpty();
    }

    @Test
    void whoIsBroughtBackIsLookedForByTheSame() throws IOException {
        String job = """
                job: app
                from: hub
                to: {system: app, object: user}
                match: [{target: %s, value: "${body[familyName]}"}]
                scope: {onExit: delete}
                lifecycle: {onLeaver: delete}
                attributes: {%s: "${body[familyName]}"}
                """;
        String back = APP.replace("delete: {delete: \"/users/${anchor}\"}", "delete: {delete: \"/users/${anchor}\"}\n"
                + "          restore: {by: login, find: {get: /gone, query: {q: \"${value}\"}}, request: {post: \"/gone/${anchor}\"}}");
        TestProject project = new TestProject(folder).write("connectors/app.kamelet.yaml", back).write("connectors/rest.kamelet.yaml", Files.readString(Path.of("connectors/rest.kamelet.yaml")))
                .write("application.properties", TestProject.SETTINGS + "caravan.systems.app.connector = app\ncaravan.systems.app.url = https://app.example.com\ncaravan.systems.app.auth = none\n");
        for (List<String> names : List.of(List.of("id", "login", "an account is not looked for by it: one that was brought back could be made a second time"), List.of("login", "id", "the mapping does not write it"), List.of("login", "login", ""))) {
            project.write("mappings/app.yaml", job.formatted(names.get(0), names.get(1)));
            List<Problem> all = ProjectReader.read(folder, folder.resolve("connectors")).problems().inOrder();
            List<String> said = all.stream().map(Problem::message).filter(message -> message.contains("is brought back by")).toList();
            assertThat(said).as(names + " " + all).hasSize(names.get(2).isEmpty() ? 0 : 1).allMatch(message -> message.endsWith(names.get(2)));
        }
    }
}
