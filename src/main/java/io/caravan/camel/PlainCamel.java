package io.caravan.camel;

import org.apache.camel.impl.DefaultCamelContext;

/** A Camel in which no project runs: connectors are called, and files are looked at. Nobody watches it, so it has no JMX beans. */
public final class PlainCamel {

    private PlainCamel() {
    }

    /** Not started yet; whoever asked for it stops it. */
    public static DefaultCamelContext make() {
        DefaultCamelContext context = new DefaultCamelContext(false);
        context.setClassResolver(new ServiceFiles(context));
        context.disableJMX();
        context.build();
        return context;
    }
}
