package io.caravan.camel.rest;

import io.caravan.connector.RestPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is looked for in an XML document, as a tree of names. XML does not tell a list with one element from an element, so that what paths take for a
 * list is one; and of a page of many records nothing is kept but what a path leads to. Built before it is read with, by one thread.
 */
final class XmlPlaces {

    /** A place at which everything is kept that no path leads to, too. */
    static final XmlPlaces ANYTHING = new XmlPlaces(true);

    private final Map<String, XmlPlaces> members = new LinkedHashMap<>();
    private boolean whole;
    private boolean list;

    private XmlPlaces(boolean whole) {
        this.whole = whole;
    }

    /** @param everything whether what no path leads to is kept, too */
    static XmlPlaces of(Collection<RestPath> paths, boolean everything) {
        XmlPlaces root = new XmlPlaces(everything);
        paths.forEach(path -> root.lead(path.steps(), everything));
        return root;
    }

    /** One path behind another. */
    static RestPath join(RestPath first, RestPath then) {
        List<RestPath.Step> steps = new ArrayList<>(first.steps());
        steps.addAll(then.steps());
        return new RestPath(first.text() + "." + then.text(), steps);
    }

    /** The list that stands there, whatever it holds. */
    static RestPath listed(RestPath list) {
        List<RestPath.Step> steps = new ArrayList<>(list.steps());
        steps.add(new RestPath.Element(0));
        return new RestPath(list.text(), steps);
    }

    private XmlPlaces lead(List<RestPath.Step> steps, boolean everything) {
        XmlPlaces here = this;
        for (int i = 0; i < steps.size(); i++) {
            RestPath.Step step = steps.get(i);
            if (step instanceof RestPath.Member member) {
                here = here.members.computeIfAbsent(member.name(), name -> new XmlPlaces(everything));
            } else if (step instanceof RestPath.Any) {
                here.whole = true;
                return here;
            } else {
                here.list = true;
                if (step instanceof RestPath.Where where) {
                    here.lead(where.inside().steps(), everything);
                }
            }
        }
        return here;
    }

    /** What is looked for in the member of that name; null: nothing, and it is not kept. */
    XmlPlaces member(String name) {
        XmlPlaces there = members.get(name);
        return there != null ? there : whole ? ANYTHING : null;
    }

    /** Whether what stands here is a list, even of one. */
    boolean isList() {
        return list;
    }
}
