package io.caravan.camel;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * One exchange whose answer must come to its end: within a time that begins with the request, however many bytes trickle in, and
 * within a size that is counted after decompression. Else the connection is closed; to read on to the end of the answer, as
 * clients do by themselves, would never end.
 */
final class BoundedAnswer {

    private static final int MEBIBYTE = 1024 * 1024;

    private final ExecChain.Scope scope;
    private final int timeout;
    private final long mostMebibytes;
    /** True once its time is over, false once it has ended. Never cancelled: that makes an exception, whose stack costs as much as writing the request. */
    private final CompletableFuture<Boolean> late = new CompletableFuture<>();
    private volatile long bytes;

    /** @param timeout milliseconds */
    BoundedAnswer(ExecChain.Scope scope, int timeout, long mostMebibytes) {
        this.scope = scope;
        this.timeout = timeout;
        this.mostMebibytes = mostMebibytes;
    }

    ClassicHttpResponse to(ClassicHttpRequest request, ExecChain chain) throws IOException, HttpException {
        late.thenAccept(this::closeIf);
        late.completeOnTimeout(true, timeout, TimeUnit.MILLISECONDS);
        boolean goesOn = false;
        try {
            ClassicHttpResponse answer = chain.proceed(request, scope);
            if (answer.getEntity() != null) {
                answer.setEntity(new Bounded(answer.getEntity()));
                goesOn = true;
            }
            return answer;
        } catch (IOException failed) {
            throw explained(failed);
        } finally {
            if (!goesOn) {
                late.complete(false);
            }
        }
    }

    private void closeIf(boolean isLate) {
        if (isLate) {
            close();
        }
    }

    private void close() {
        if (scope.execRuntime instanceof Cancellable exchange) {
            exchange.cancel();
        }
    }

    private IOException explained(IOException failed) {
        if (failed instanceof MessageConstraintException) {
            return new HttpAnswerLimitException("the headers of the answer have no end (" + failed.getMessage() + "); the connection was closed. Is this the right address?", failed);
        }
        return late.getNow(false) ? new HttpAnswerLimitException("the answer was not complete after " + timeout + " ms, with " + bytes
                + " bytes of it read; the connection was closed. If the system needs longer, raise answerTimeout, or read smaller pages", failed) : failed;
    }

    private final class Bounded extends HttpEntityWrapper {
        Bounded(HttpEntity answer) {
            super(answer);
        }

        @Override
        public InputStream getContent() throws IOException {
            try {
                InputStream content = super.getContent();
                return content == null ? null : new BoundedStream(content);
            } catch (IOException failed) {
                throw explained(failed);
            }
        }
    }

    private final class BoundedStream extends FilterInputStream {
        BoundedStream(InputStream content) {
            super(content);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read;
            try {
                read = super.read(into, offset, length);
            } catch (IOException failed) {
                throw explained(failed);
            }
            if (read < 0) {
                late.complete(false);
            }
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws IOException {
            bytes += read;
            if (bytes > mostMebibytes * MEBIBYTE) {
                late.complete(false);
                BoundedAnswer.this.close();
                throw new HttpAnswerLimitException("the answer is larger than " + mostMebibytes + " MiB; the connection was closed. A smaller page size may help; "
                        + "if such answers are right, raise maxAnswerSize", null);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                super.close(); // reads what is left, so that the connection can be used again
            } catch (IOException failed) {
                throw explained(failed);
            } finally {
                late.complete(false);
            }
        }
    }
}
