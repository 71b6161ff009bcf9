package io.caravan.lives;

import io.caravan.engine.StateStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store whose process can be killed: before or after one of the calls it gets, everything ends. A transaction that had not ended
 * is rolled back, and nobody can write or read any more.
 */
final class MortalStore {

    /** What the killed process would have gone on with. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Killed() {
            super("the process has been killed", null, false, false);
        }
    }

    private final StateStore real;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicBoolean dead = new AtomicBoolean();
    private volatile int lastCall = Integer.MAX_VALUE;
    private volatile boolean afterIt;

    MortalStore(StateStore real) {
        this.real = real;
    }

    /** For the program. */
    StateStore store() {
        return proxy(StateStore.class, real);
    }

    /** Kills the process at one of its next calls, before or after it is carried out. */
    void dieAt(int call, boolean after) {
        afterIt = after;
        lastCall = calls.get() + call;
    }

    /** It lives on after all, if it lives. */
    void live() {
        lastCall = Integer.MAX_VALUE;
    }

    boolean isDead() {
        return dead.get();
    }

    /** Gives back what the dead process held, as the next one on the same machine would, and lets go of the file. */
    void bury(List<String> jobs) {
        jobs.forEach(job -> real.cycles().leaseOf(job).ifPresent(real.cycles()::release));
        real.close();
    }

    private <T> T proxy(Class<T> type, Object target) {
        InvocationHandler mortal = (self, method, arguments) -> invoke(target, method, arguments);
        return type.cast(Proxy.newProxyInstance(MortalStore.class.getClassLoader(), new Class<?>[] {type}, mortal));
    }

    private Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        boolean part = method.getParameterCount() == 0 && method.getReturnType().getPackageName().equals(StateStore.class.getPackageName())
                && method.getReturnType().isInterface();
        if (part && !method.getName().equals("preview")) {
            return proxy(method.getReturnType(), method.invoke(target));
        }
        if (method.getName().equals("fenced")) {
            return proxy(StateStore.class, method.invoke(target, arguments));
        }
        int call = calls.incrementAndGet();
        dieIf(call >= lastCall && !afterIt);
        Object result;
        try {
            result = method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
        dieIf(call >= lastCall);
        return result;
    }

    private void dieIf(boolean now) {
        if (now) {
            dead.set(true);
        }
        if (dead.get()) {
            throw new Killed();
        }
    }
}
