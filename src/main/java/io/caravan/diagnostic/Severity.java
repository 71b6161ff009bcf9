package io.caravan.diagnostic;

/** How bad a problem is: an error stops the job whose file it is in, a warning does not. */
public enum Severity {
    ERROR, WARNING;

    /** The word that is printed. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
