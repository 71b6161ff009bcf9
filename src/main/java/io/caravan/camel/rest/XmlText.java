package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** An element of an XML document that has attributes beside its text. Where a path leads to it, the text is meant; what is copied has both. */
final class XmlText extends ObjectNode {

    /** The name of the text among the members of an element, as XPath has it. */
    static final String TEXT = "text()";
    /** What stands before the name of an attribute. */
    static final String ATTRIBUTE = "@";

    private static final long serialVersionUID = 1;

    XmlText() {
        super(JsonNodeFactory.instance);
    }

    /** The same, with texts in place of elements that have some. */
    static List<JsonNode> plain(List<JsonNode> nodes) {
        for (JsonNode node : nodes) {
            if (node instanceof XmlText || node instanceof ArrayNode list && holds(list)) {
                return nodes.stream().map(XmlText::plain).toList();
            }
        }
        return nodes;
    }

    private static boolean holds(ArrayNode list) {
        for (JsonNode element : list) {
            if (element instanceof XmlText) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode plain(JsonNode node) {
        if (node instanceof XmlText element) {
            return element.get(TEXT);
        }
        if (node instanceof ArrayNode list && holds(list)) {
            ArrayNode texts = JsonNodeFactory.instance.arrayNode();
            list.forEach(element -> texts.add(plain(element)));
            return texts;
        }
        return node;
    }
}
