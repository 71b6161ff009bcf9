package io.caravan.bench.calls;

import io.caravan.bench.bare.Account;
import io.caravan.camel.ConnectedSystems;
import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;

/** The calls as the engine makes them: through the connector's file, and the route behind it. */
final class ConnectorCaller implements Caller {

    /** What the system and the object are called in the project that the row makes. */
    static final String SYSTEM = "accounts";
    private static final String USER = "user";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SystemPort port;

    /** @param connectors of the distribution; the project has its own beside */
    ConnectorCaller(Path project, Path connectors) {
        List<Path> folders = List.of(project.resolve("connectors"), connectors);
        ProjectReading reading = ProjectReader.read(project, folders.toArray(Path[]::new));
        context.disableJMX(); // as the distribution does
        context.start();
        port = new ConnectedSystems(context, reading.project().orElseThrow(() -> new IllegalArgumentException(reading.problems().inOrder().toString())), folders).port(SYSTEM).orElseThrow();
    }

    @Override
    public String create(Account account) throws IOException {
        List<AttributeChange> values = new ArrayList<>();
        Map.of("employeeId", account.workerId(), "login", account.login(), "givenName", account.givenName(), "familyName", account.familyName(), "displayName", account.fullName(),
                "mail", account.mail(), "title", account.title(), "department", account.department()).forEach((name, value) -> values.add(AttributeChange.of(name, null, value)));
        return done(new AccountRequest(Operation.CREATE, USER, Optional.empty(), Attributes.empty(), values, Optional.of(true))).anchor().orElseThrow();
    }

    @Override
    public void entitle(String id, String title) throws IOException {
        done(new AccountRequest(Operation.UPDATE, USER, Optional.of(id), Attributes.empty(), List.of(AttributeChange.of("title", null, title)), Optional.empty()));
    }

    @Override
    public void disable(String id) throws IOException {
        done(new AccountRequest(Operation.DISABLE, USER, Optional.of(id), Attributes.empty(), List.of(), Optional.of(false)));
    }

    private Outcome done(AccountRequest request) throws IOException {
        Outcome outcome = port.execute(request);
        if (!outcome.isOk()) {
            throw new IOException(request.operation().word() + ": " + outcome.kind().word() + " " + outcome.message());
        }
        return outcome;
    }

    @Override
    public void close() {
        context.stop();
    }
}
