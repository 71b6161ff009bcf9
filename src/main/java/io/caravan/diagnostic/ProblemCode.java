package io.caravan.diagnostic;

/**
 * Every kind of problem in a file, with the code that is printed and the explanation that the reference page
 * {@code docs/reference/error-codes.md} is generated from. Codes are never reused. One letter group per kind of file:
 * {@code YML} the YAML itself, {@code MAP} mappings, {@code GRP} rules of groups, {@code EXP} expressions, {@code CON} connectors, {@code SET} settings, {@code RTE} routes.
 */
public enum ProblemCode {
    NOT_YAML("YML001", "The file is not valid YAML",
            "Caravan could not parse the file at all. Everything after this place is unread."),
    DUPLICATE_KEY("YML002", "A key stands twice",
            "The same key is given twice in one block, so one of the two values would be silently lost."),
    UNREADABLE_FILE("YML003", "The file cannot be read",
            "The file is missing, is not readable, too big, or not UTF-8 text."),
    TOO_DEEP("YML004", "The file is too deep or repeats itself too often",
            "Blocks are nested deeper than anybody writes, or aliases (*name) multiply the content. Such files are refused before they use up memory."),
    NOT_ONE_DOCUMENT("YML005", "The file is empty or holds several documents",
            "Each file holds one concept: exactly one YAML document. Put a second one into a file of its own."),

    MAPPING_KEY("MAP001", "A mapping has an unknown key",
            "The key means nothing at this place, so what it says would be silently ignored. It may be misspelt or belong one level up or down."),
    MAPPING_MISSING("MAP002", "A mapping lacks a key",
            "Something that Caravan cannot guess is not said."),
    MAPPING_VALUE("MAP003", "A value in a mapping is of the wrong kind",
            "The key is known, but its value is not one it may have: a text where a number belongs, a word that is not in the list, a duration that is none."),
    MAPPING_SIDE("MAP004", "The key belongs to the other kind of mapping",
            "Some keys make sense only towards a target (lifecycle, guard, scope.onExit), some only from a source (completeness, authority). Unique names are names in a target."),
    MAPPING_NAME("MAP005", "A job is not called like its file",
            "The file's name is the job's id. Two names for one thing would let a copied file replace the original's job."),
    UNKNOWN_SYSTEM("MAP006", "A mapping names a system that is not set up",
            "Systems are set up in application.properties: caravan.systems.NAME.connector and its settings."),
    WRONG_SIDE("MAP007", "The system cannot stand on this side of a job",
            "The connector declares whether it can be read from (source), written to (target), or both."),
    UNKNOWN_OBJECT("MAP008", "The system has no such kind of object",
            "The connector declares the objects it knows, such as user or group."),
    UNKNOWN_ATTRIBUTE("MAP009", "The object has no such attribute",
            "The connector declares all attributes of this object, and this is none of them."),
    READ_ONLY_ATTRIBUTE("MAP010", "The attribute is given by the system",
            "The system sets this attribute itself and refuses to have it written."),
    REQUIRED_ATTRIBUTE("MAP011", "A required attribute is not mapped",
            "The system refuses to create an account without it, so every create would fail."),
    NOT_FINDABLE("MAP012", "Accounts cannot be found by this attribute",
            "A match rule needs an attribute that the connector can search for."),
    UNSUPPORTED_OPERATION("MAP013", "The system cannot do what the job asks of it",
            "The connector does not offer an operation that this job would need, so the operation would fail for every account."),
    CIRCULAR_VALUE("MAP014", "A value depends on itself",
            "Named values and attributes may use each other, but not in a circle: there would be nowhere to start."),
    SCHEDULE("MAP015", "A schedule cannot be understood",
            "Cron expressions are Quartz's: seconds, minutes, hours, day of month, month, day of week, and optionally year."),
    LOOKUP_TABLE("MAP016", "A lookup table cannot be used",
            "A table is a CSV file with two columns (key, value) or a YAML file with keys and values, beside the mapping."),
    CLEARS_REQUIRED("MAP017", "A required attribute would be emptied",
            "The attribute is required by the system; emptying it would make the whole update fail."),
    NOT_A_REFERENCE("MAP018", "A reference goes into an attribute that holds none",
            "The connector declares another type for this attribute. The account's anchor will be written as plain data, which may be meant."),
    SAME_OBJECT("MAP019", "Two jobs work on the same kind of object in the same system",
            "Unless their scopes exclude each other, the two jobs would undo each other's changes for ever."),
    UNQUOTED_NUMBER("MAP021", "A text of digits would be read as a number",
            "YAML reads digits without quotes as a number, and leading zeros are lost."),
    NAME_TWICE("MAP022", "Two things have the same name",
            "A define and an attribute, or two examples, share a name, so nobody could tell which one is meant."),
    UNMAPPED_MATCH("MAP023", "A mapping compares with an attribute it does not map",
            "What a rule compares with has to be something that some mapping provides."),
    SHARED_KEYS("MAP024", "The keys of two sources may be the same",
            "Two sources number their people each for itself, and both numbers reach the same attribute of the hub: number 7 of one and number 7 of the other would be one person, or nobody could say whom a reference to 7 means."),
    REFERENCE_UNCLEAR("MAP025", "It is not clear by which attribute a reference finds people",
            "Without by:, a reference finds people by the attribute that records are recognised by. The jobs that make people differ in that, so the reference has to say it. The account that it stands for has to be one that some job makes in the same system; where several do, the reference says which."),
    UNKNOWN_KIND("MAP026", "Nothing brings subjects of this kind into the hub",
            "A kind is declared by the job that brings it: to: {hub: department}. Without one there is nothing to take from the hub, or to refer to."),
    WRITE_BACK("MAP030", "A write-back cannot do that",
            "A job with writeBack only ever updates records that are there. What makes, closes, opens or deletes accounts means nothing to it, nor does it write what decides whose a record is, and whether that person is still here: a mistake of ours would come back as the word of HR."),
    WRITTEN_BACK_COUNTS("MAP031", "What is written back would count as the word of HR",
            "The attribute comes from another source, is written into HR's record, and is read from there again with as much authority. When the other source has a new value, the old one would come back from HR and win."),
    NOT_FOLLOWED("MAP032", "What another product is told is not followed",
            "An import leaves out what it cannot say in our words, and puts a comment in its place, NOT FOLLOWED. Until somebody decides, the attribute, the filter or the rule is not there."),
    WHO_HAS_LEFT("MAP033", "Nobody has said whose word counts about who has left",
            "A job that only adds to people gives an attribute that decides who is still there, and a job that makes people gives it, too. Between equals the name that comes first counts, so that somebody whom HR has terminated may stay because of how a file is called."),

    GROUP_KEY("GRP001", "A rule of groups or assignments has an unknown key",
            "The key means nothing at this place, so what it says would be silently ignored."),
    GROUP_MISSING("GRP002", "A rule of groups or assignments lacks a key",
            "Something that Caravan cannot guess is not said."),
    GROUP_VALUE("GRP003", "A value in a rule of groups or assignments is of the wrong kind",
            "The key is known, but its value is not one it may have."),
    GROUP_NAME("GRP004", "A file of groups/ or assignments/ cannot be called so",
            "Memberships say by which rule they are, so the file's name is of lower-case letters, digits and hyphens, and ends in .yaml."),
    GROUP_TWICE("GRP005", "Two rules give the same group",
            "A group has one rule: of two, each could empty what the other fills, and nobody could say which of them describes it. Case does not count, since to most targets it does not."),
    GROUP_MEANING("GRP006", "A rule does not say which group or application, or who is in it",
            "A key with ${…} needs each: the values that groups are made for, and is made of that value alone. A key without it is one group, of which nothing can be read from one person. Somebody has to be in it: include, each or members says who; of an assignment, include or group."),
    GROUP_CONSTANT("GRP007", "A rule says the same of everybody",
            "A condition that reads nothing of a person holds for nobody or for all. The one empties a group or an application, the other opens it to everybody."),
    GROUP_CIRCLE("GRP008", "A group is a member of itself",
            "Groups may be members of groups, but not in a circle: nobody could say who is in them."),
    GROUP_VARIES("GRP009", "A rule depends on the moment, or on chance",
            "People are looked at when something about them changes and on their first and last days, not because time passes. A rule that asks for the moment would be right once and wrong from then on."),
    NOT_ASSIGNED("GRP010", "No mapping asks who is assigned to this application",
            "A mapping asks with scope: {assigned: true}, or with ${assignment[roles]} in a value. Without one the rule would give nobody anything, and nobody would know."),

    CONNECTOR_KEY("CON001", "A connector has an unknown key",
            "The key means nothing in spec.provisioning, so what it says would be silently ignored."),
    CONNECTOR_MISSING("CON002", "A connector lacks a key",
            "Something that Caravan cannot guess is not said."),
    CONNECTOR_VALUE("CON003", "A value in a connector is of the wrong kind",
            "The key is known, but its value is not one it may have."),
    CONNECTOR_NAME("CON004", "A connector is not called like its file",
            "A Kamelet's metadata.name and its file's name (NAME.kamelet.yaml) are the same, so that Camel finds it."),
    CONNECTOR_PARENT("CON005", "A connector extends one that cannot be used",
            "The connector after extends: does not exist, has errors itself, or extends this one in turn."),
    UNDECLARED_ATTRIBUTE("CON006", "A connector refers to an attribute it does not declare",
            "The anchor, enabledBy, renamedBy, referenceBy and find name attributes that the object declares, unless additionalAttributes is true."),
    UNKNOWN_PLACEHOLDER("CON007", "A placeholder names no setting of the connector",
            "{{name}} inside spec.provisioning is filled with the system's setting of that name, so there has to be one in spec.definition."),

    UNKNOWN_VARIABLE("CON008", "A request names a variable that is not there",
            "What may stand in ${…} depends on the request: the anchor where there is one, what is looked for in a search, since when in a delta, who in a membership, and what a request before it has kept."),
    REST_REQUEST("CON009", "A request cannot be as it is declared",
            "It needs exactly one method, a path that begins with a slash, and only what belongs to it. Each operation that an object declares needs a request."),

    SETTING_KEY("SET001", "A setting is unknown",
            "The key means nothing to Caravan, or the system's connector has no such setting, so it would be silently ignored."),
    SETTING_MISSING("SET002", "A setting is missing",
            "The connector cannot work without this setting."),
    SETTING_VALUE("SET003", "A setting's value is of the wrong kind",
            "The setting is known, but its value is not one it may have."),
    LITERAL_SECRET("SET004", "A secret stands in the file",
            "Files are copied, mailed and committed. Secrets come from the environment ({{env:NAME}}), a file ({{file:PATH}}) or a Camel vault."),
    UNKNOWN_CONNECTOR("SET005", "A system's connector does not exist",
            "There is no file NAME.kamelet.yaml in the connector folders."),
    SETTING_TWICE("SET006", "A setting stands twice",
            "One of the two values would be silently lost."),
    STALE_SCHEMA("SET008", "The schema of the project's own systems is out of date",
            "Editors offer names by schemas/project.schema.json. It was made from systems that are set up otherwise now, or are gone, or are new since."),
    SYSTEM_NAME("SET007", "A system's name cannot be used",
            "Systems are named by lower-case letters, digits and hyphens, because the name stands in addresses, files and logs."),

    EXPRESSION_SYNTAX("EXP001", "The expression cannot be read",
            "A bracket, a quote or an operand is missing or stands in the wrong place."),
    EXPRESSION_UNKNOWN_FUNCTION("EXP002", "There is no such function",
            "The name before the bracket is not a function of the expression language; docs/reference/functions.md lists them all."),
    EXPRESSION_UNKNOWN_ATTRIBUTE("EXP003", "The source declares no such attribute",
            "The name in ${body[…]} is not an attribute of the source, so it would be absent for everyone and the value never be set."),
    EXPRESSION_UNKNOWN_NAME("EXP004", "There is no such name in the mapping",
            "A bare ${name} is a define or another attribute of the same mapping, and this mapping has none of that name. "
            + "An attribute of the source is ${body[name]}."),
    EXPRESSION_REFUSED("EXP005", "The expression would reach outside",
            "Expressions see the record they are computed from and nothing else: no exchange, no Java, no environment, no files. "
            + "Whatever comes from outside belongs into a route, a lookup table or a setting."),
    EXPRESSION_ARGUMENTS("EXP006", "A function has the wrong arguments",
            "Too few or too many arguments, or one that must be a constant of a certain kind and is not."),
    EXPRESSION_UNKNOWN_TABLE("EXP007", "The mapping has no such lookup table",
            "lookup(…) names a table that the mapping does not declare."),
    EXPRESSION_PATTERN("EXP008", "The pattern is not valid",
            "A regular expression or a date pattern given as a constant cannot be used."),
    EXPRESSION_OPERATOR("EXP009", "The operator cannot be used here",
            "The operator is unknown, is not allowed in a mapping, or lacks the spaces around it that Simple wants."),
    EXPRESSION_TOO_COMPLEX("EXP010", "The expression is too long or too deep",
            "Expressions are limited to 10,000 characters and 32 levels of nesting. A define gives a part of it a name."),
    EXPRESSION_NOT_A_CONDITION("EXP011", "A condition is expected here",
            "A scope or a test must be true or false: a comparison, or a function that answers true or false."),

    ROUTE_UNREADABLE("RTE001", "A route file cannot be read",
            "Camel does not understand the file: a step or a field that does not exist, one in the wrong place, or a file without routes."),
    ROUTE_ADDRESS("RTE002", "A route sends to nobody",
            "The component, the step or the route after to: does not exist, so that everything that comes to this place would fail."),
    ROUTE_EXPRESSION("RTE003", "An expression in a route cannot be read",
            "A bracket, a quote or an operand is missing or stands in the wrong place."),
    ROUTE_FILE_IGNORED("RTE004", "A file in routes/ is not loaded",
            "Routes are YAML files called NAME.camel.yaml. Anything else that looks like routes would silently do nothing."),
    ROUTE_OUTDATED("RTE005", "A copy of a shipped route file is of another version",
            "A file in the project's routes/ takes the place of the shipped one of that name. When Caravan brings a newer one, the copy goes on without what is new in it.");

    private final String code;
    private final String title;
    private final String explanation;

    ProblemCode(String code, String title, String explanation) {
        this.code = code;
        this.title = title;
        this.explanation = explanation;
    }

    /** The code as printed, such as {@code MAP003}. */
    public String code() {
        return code;
    }

    /** One line: what is wrong. */
    public String title() {
        return title;
    }

    /** One paragraph for the reference page: why it is refused and what to do. */
    public String explanation() {
        return explanation;
    }
}
