package io.caravan.runtime;

import io.caravan.config.OwnSetting;
import jakarta.mail.PasswordAuthentication;
import org.apache.camel.CamelContext;
import org.apache.camel.component.mail.MailAuthenticator;

/** Who mails, as the settings say at that moment: so the password stands in no address, and may be changed without a restart. */
final class MailLogin extends MailAuthenticator {

    /** Under this name it stands in Camel's registry. */
    static final String BEAN = "mailLogin";

    private final CamelContext context;

    MailLogin(CamelContext context) {
        this.context = context;
    }

    @Override
    public PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(context.resolvePropertyPlaceholders("{{" + OwnSetting.MAIL_USER.key() + "}}"),
                context.resolvePropertyPlaceholders("{{" + OwnSetting.MAIL_PASSWORD.key() + ":}}"));
    }
}
