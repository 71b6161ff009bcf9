package io.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call that is refused is made once more where its connector has fetched other credentials, and no more than once. */
class FetchedCredentialsTest {

    private static int refusals;
    private static int calls;
    private static boolean others;

    /** What the connector of this test calls. */
    public static final class Door {
        public void enter(Exchange exchange) {
            calls++;
            String token = "token-number-" + calls;
            exchange.getVariable(Secrets.VARIABLE, Secrets.class).learn(token);
            exchange.setVariable(FetchedCredentials.VARIABLE, (FetchedCredentials) () -> others);
            if (calls <= refusals) {
                throw new OutcomeException(OutcomeKind.UNAUTHORIZED, "nobody gets in with " + token);
            }
        }
    }

    @TempDir
    private Path folder;

    @BeforeEach
    void aDoor() throws IOException {
        calls = 0;
        others = true;
        Files.writeString(folder.resolve("door.kamelet.yaml"), """
                kind: Kamelet
                metadata: {name: door}
                spec:
                  definition: {title: Door}
                  provisioning:
                    contract: 1
                    role: both
                    objects: {user: {anchor: id, additionalAttributes: true, operations: [test, delete]}}
                  template:
                    beans: [{name: keeper, type: "#class:io.caravan.camel.FetchedCredentialsTest$Door"}]
                    from: {uri: "kamelet:source", steps: [{bean: {ref: "{{keeper}}", method: enter}}]}
                """);
    }

    private Outcome delete(int refused) {
        refusals = refused;
        try (ConnectorUnderTest door = new ConnectorUnderTest("door", Map.of(), folder)) {
            Outcome outcome = door.port().execute(ConnectorUnderTest.change(Operation.DELETE, "user", "1", Attributes.empty(), Map.of()));
            assertThat(door.port().admissions().accepted() + door.port().admissions().refused()).as("it counts as one").isEqualTo(1);
            return outcome;
        }
    }

    @Test
    void onceMoreWithOthers() {
        assertThat(delete(1).isOk()).isTrue();
        assertThat(calls).isEqualTo(2);
    }

    @Test
    void notForEver() {
        Outcome refused = delete(9);
        assertThat(refused.kind()).isEqualTo(OutcomeKind.UNAUTHORIZED);
        assertThat(refused.message()).as("what was fetched is a secret").isEqualTo("nobody gets in with (sensitive)");
        assertThat(calls).isEqualTo(2);
    }

    @Test
    void notWhereThereAreNone() {
        others = false;
        assertThat(delete(1).kind()).isEqualTo(OutcomeKind.UNAUTHORIZED);
        assertThat(calls).isEqualTo(1);
    }
}
