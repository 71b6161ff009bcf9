package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Rows of an answer in CSV: a list, wherever in the answer the list is looked for. */
final class TableAnswer extends ArrayNode {

    private static final long serialVersionUID = 1;

    TableAnswer() {
        super(JsonNodeFactory.instance);
    }
}
