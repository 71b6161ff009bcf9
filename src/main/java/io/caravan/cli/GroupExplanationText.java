package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.operations.GroupExplanation;
import io.caravan.operations.GroupExplanation.InTarget;
import io.caravan.operations.GroupExplanation.Member;
import io.caravan.operations.GroupExplanation.Members;
import io.caravan.operations.GroupExplanation.Some;
import io.caravan.operations.MemberState;
import io.caravan.operations.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Who is in a group, why, and who is not and why not. */
final class GroupExplanationText {

    private static final int MORE = 4;

    private GroupExplanationText() {
    }

    static void print(TextOut out, GroupExplanation group) {
        group.rules().forEach(rule -> ExplainResult.step(out, "rule", rule.rule() + (rule.made() ? " made it, and says what it is like" : " gives it members"), rule.where()));
        group.owner().ifPresent(owner -> ExplainResult.step(out, "owner", WhoText.of(owner.key(), owner.display()) + (owner.known() ? "" : ", whom the hub does not know"), ""));
        out.line();
        out.line(out.paint(Style.STRONG, "Members"));
        out.paragraph("  ", MORE, members(group.members()));
        group.members().byOrigin().forEach((origin, count) -> ExplainResult.step(out, "", Quantity.grouped(count) + " by " + origin, ""));
        group.waits().forEach(wait -> out.paragraph("  " + out.paint(Style.CHANGED, "waits") + "      ", ExplainResult.COLUMN, wait));
        group.targets().forEach(target -> print(out, target));
    }

    private static String members(Members members) {
        List<String> says = new ArrayList<>(List.of(members.now() == 0 ? "nobody is in it now" : Quantity.of(members.now(), "member") + " now"));
        if (members.groups() > 0) {
            says.add(Quantity.grouped(members.groups()) + (members.groups() == 1 ? " of them is a group" : " of them are groups"));
        }
        if (members.later() > 0) {
            says.add(Quantity.grouped(members.later()) + " later");
        }
        return String.join(", ", says);
    }

    private static void print(TextOut out, InTarget target) {
        out.line();
        out.line(out.paint(Style.STRONG, "Members in " + target.system()) + " (" + target.job() + ")");
        if (target.states().isEmpty()) {
            out.line("  nobody");
        }
        target.states().forEach((state, some) -> out.paragraph("  ", MORE, text(state, some)));
    }

    private static String text(MemberState state, Some some) {
        boolean one = some.count() == 1;
        String says = switch (state) {
            case MEMBER -> one ? "is in it" : "are in it";
            case DUE -> one ? "comes into it with the next run, once the group is there" : "come into it with the next run, once the group is there";
            case UNSEEN -> one ? "was put into it, and the target does not show it" : "were put into it, and the target does not show them";
            case WAITS -> one ? "waits for a later run, because the target did not take her" : "wait for a later run, because the target did not take them";
            case LEAVING -> one ? "leaves it with the next run" : "leave it with the next run";
            case HELD -> one ? "is held until somebody decides" : "are held until somebody decides";
            case REJECTED -> one ? "stays as it is, because somebody rejected what is due" : "stay as they are, because somebody rejected what is due";
            case REFUSED -> one ? "was refused by the target: caravan dead-letters" : "were refused by the target: caravan dead-letters";
            case ACCOUNT_CLOSED -> one ? "is left out: the account is closed" : "are left out: the accounts are closed";
            case ACCOUNT_UNCLEAR -> one ? "is left as it is: how the account stands is not known" : "are left as they are: how the accounts stand is not known";
            case STRANGER -> one ? "is in it whom nobody here put there" : "are in it whom nobody here put there";
            case NO_ACCOUNT, GROUP_MISSING -> one ? "is left out: there is no account" : "are left out: there are no accounts";
        };
        String names = some.some().stream().map(GroupExplanationText::name).collect(Collectors.joining(", "));
        return Quantity.grouped(some.count()) + " " + says + (state == MemberState.MEMBER && some.count() > some.some().size() ? "" : ": " + names + (some.count() > some.some().size() ? ", …" : ""));
    }

    private static String name(Member member) {
        return member.who().isEmpty() ? member.name() : WhoText.of(member.who(), member.display());
    }
}
