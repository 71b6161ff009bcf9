package io.caravan.camel.ldap;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Counts the requests of one batch that are under way. Its sender is woken once, when there is room for all it waits
 * with; a semaphore would wake it for each answer, which costs more than the answer itself. For one sender and any
 * number of threads that bring answers.
 */
final class LdapWindow {

    private static final int NOBODY_WAITS = -1;

    private int underWay;
    private int awaited = NOBODY_WAITS;

    synchronized void sends() {
        underWay++;
    }

    synchronized void answered() {
        underWay--;
        if (underWay <= awaited) {
            notifyAll();
        }
    }

    /** Waits until no more than so many requests are under way; false if that took too long or the thread was interrupted. */
    synchronized boolean shrinksTo(int most, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        awaited = most;
        try {
            while (underWay > most) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            awaited = NOBODY_WAITS;
        }
    }
}
