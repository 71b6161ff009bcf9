package io.caravan.camel;

import java.net.URI;
import java.util.Map;

/** Who signs requests as they leave, where a system wants them signed as a whole. */
public interface RequestSigner {

    /** Whether this system wants it. */
    boolean signs();

    /**
     * What is sent beside, {@code Authorization} among it.
     *
     * @param address as it goes over the wire
     * @param headers as far as they are to be signed
     */
    Map<String, String> sign(String method, URI address, Map<String, String> headers, byte[] body);
}
