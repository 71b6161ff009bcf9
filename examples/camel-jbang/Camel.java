/** Starts Camel JBang, which has no main class of its own: java -cp … Camel.java run … */
class Camel { public static void main(String[] arguments) { org.apache.camel.dsl.jbang.core.commands.CamelJBangMain.run(arguments); } }
