package io.caravan.camel;

import java.io.IOException;

/** An HTTP answer that is larger, or takes longer to arrive, than anybody sends in earnest; to ask again would bring the same. */
public final class HttpAnswerLimitException extends IOException {

    private static final long serialVersionUID = 1;

    public HttpAnswerLimitException(String message, Throwable cause) {
        super(message, cause);
    }
}
