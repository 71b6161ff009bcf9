package io.caravan.camel.auth;

/** Who asks, where that stands in the message itself (WS-Security UsernameToken Profile 1.0): name and password. */
public record UsernameToken(String username, String password) {

    /** The password as it stands in XML, for whoever must not show it. */
    public String escapedPassword() {
        return password.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public String toString() {
        return "UsernameToken[" + username + "]";
    }
}
