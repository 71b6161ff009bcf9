package io.caravan.bench.server;

import io.caravan.bench.measure.EndState;
import io.caravan.bench.process.MeasuredProcess;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** An {@link AccountsApi} in a process of its own. */
public final class ApiServer extends HttpProcess {

    public static final String TOKEN = "bench";

    private static final String USERS = "/users";

    /** Waits until it answers. */
    public ApiServer(MeasuredProcess process, int port) throws IOException, InterruptedException {
        super(process, port, TOKEN, "the application", USERS);
    }

    /** Its base address. */
    public String url() {
        return root();
    }

    /** Everybody, but for the ids. */
    @Override
    public EndState endState() throws IOException {
        EndState.Sum sum = new EndState.Sum();
        get(USERS).forEach(user -> {
            Map<String, String> members = new TreeMap<>();
            user.properties().stream().filter(member -> !member.getKey().equals("id")).forEach(member -> members.put(member.getKey(), member.getValue().toString()));
            sum.account(members.toString());
        });
        return sum.state();
    }
}
