package io.caravan.camel.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

class ScimFilterTest {

    @Test
    void keepsAValueInsideItsQuotationMarks() {
        assertThat(equality("userName", "\" or userName pr or userName eq \"")).isEqualTo("userName eq \"\\\" or userName pr or userName eq \\\"\"");
        assertThat(equality("name.givenName", "a\\b")).isEqualTo("name.givenName eq \"a\\\\b\"");
        assertThat(equality("emails[type eq \"work\"].value", "x")).isEqualTo("emails[type eq \"work\" and value eq \"x\"]");
        assertThat(equality("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value", "1"))
                .isEqualTo("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq \"1\"");
        assertThat(equality("urn:ietf:params:scim:schemas:core:2.0:User:userName", "1")).isEqualTo("userName eq \"1\"");
    }

    @Test
    void leavesNothingInAPathOrQueryThatMeansSomethingThere() {
        assertThat(ScimFilter.encoded("../../Groups/1?x=%2F&y#z +*")).isEqualTo("%2E%2E%2F%2E%2E%2FGroups%2F1%3Fx%3D%252F%26y%23z%20%2B%2A");
    }

    private static String equality(String path, String value) {
        return ScimFilter.equality(ScimPath.parse(path), TextNode.valueOf(value));
    }
}
