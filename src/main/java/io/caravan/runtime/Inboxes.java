package io.caravan.runtime;

import io.caravan.camel.push.PushInbox;
import io.caravan.camel.push.PushSystem;
import io.caravan.config.OwnSetting;
import io.caravan.config.Project;
import io.caravan.connector.SystemSpec;
import io.caravan.engine.TokenStore;
import io.caravan.mapping.Job;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/** The systems of a project that send their records, and the port on which they do. */
final class Inboxes implements AutoCloseable {

    private final CamelContext context;
    private final Project project;
    private final TokenStore tokens;
    private Optional<PushServer> server = Optional.empty();

    Inboxes(CamelContext context, Project project, TokenStore tokens) {
        this.context = context;
        this.project = project;
        this.tokens = tokens;
    }

    /** Opens the port, where a system sends records; what was sent has the jobs run that read it. */
    void open(Clock clock) throws IOException {
        Map<String, PushInbox> inboxes = new TreeMap<>();
        try {
            for (SystemSpec system : project.systems().values()) {
                if (system.connector().heading().name().equals(PushSystem.CONNECTOR)) {
                    inboxes.put(system.name(), PushInbox.open(PushSystem.place(project.folder(), setting(system, "inbox")), setting(system, "key"), clock));
                }
            }
            if (!inboxes.isEmpty()) {
                InetSocketAddress address = new InetSocketAddress(project.settings().text(OwnSetting.HTTP_HOST.key()).orElse(OwnSetting.HTTP_HOST.defaultValue().orElseThrow()),
                        Math.toIntExact(project.settings().number(OwnSetting.HTTP_PORT)));
                server = Optional.of(PushServer.start(address, inboxes, tokens, clock, this::ask));
                server.get().tellAnew();
            }
        } catch (IOException | RuntimeException failed) {
            for (PushInbox inbox : inboxes.values()) {
                inbox.close();
            }
            throw failed;
        }
    }

    private String setting(SystemSpec system, String name) {
        return context.resolvePropertyPlaceholders(system.settings().getOrDefault(name, ""));
    }

    private void ask(String system) {
        try (ProducerTemplate ask = context.createProducerTemplate()) {
            project.inbound().stream().filter(job -> job.system().equals(system)).map(Job::name).forEach(job ->
                    ask.sendBodyAndHeaders("seda:job-" + job + "?size=2&discardWhenFull=true", "", Map.of("full", false, "initiatedBy", "trigger records of " + system)));
        } catch (IOException closing) {
            throw new java.io.UncheckedIOException(closing);
        }
    }

    @Override
    public void close() {
        server.ifPresent(PushServer::close);
        server = Optional.empty();
    }
}
