package io.caravan.camel.auth;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The refresh token of one system. A server may give another with each answer and take the old one no more (RFC 6749 §6): then the new one is
 * written to the file that the settings name before anything is asked with it, so that it is there after a restart. Not thread-safe.
 */
final class RefreshTokens {

    private final AuthorizationSettings settings;
    private String inMemory;

    RefreshTokens(AuthorizationSettings settings) {
        this.settings = settings;
    }

    /** The newest: that of the file, where there is one. */
    String current() {
        Optional<Path> file = settings.file("refreshTokenFile");
        if (file.isPresent() && Files.exists(file.get())) {
            try {
                return Optional.of(Files.readString(file.get()).strip()).filter(token -> !token.isEmpty()).orElseThrow(() -> AuthorizationSettings.wrong("the file " + file.get() + " is empty"));
            } catch (IOException unreadable) {
                throw AuthorizationSettings.wrong("the file " + file.get() + " cannot be read: " + unreadable.getMessage());
            }
        }
        return inMemory != null ? inMemory : settings.text("refreshToken").orElseThrow(() -> AuthorizationSettings.wrong("the setting refreshToken is missing, which auth=refresh-token needs"));
    }

    /** @param given what the server gave with a token; empty or the same where the old one stays good */
    void received(Optional<String> given) {
        if (given.isEmpty() || given.get().equals(current())) {
            return;
        }
        inMemory = given.get();
        settings.file("refreshTokenFile").ifPresent(file -> write(file, given.get()));
    }

    /** As a whole or not at all, and for nobody else to read. */
    private static void write(Path file, String token) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] onlyOurs = posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))} : new FileAttribute<?>[0];
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path beside = Files.createTempFile(folder, file.getFileName().toString(), ".new", onlyOurs);
            try {
                Files.writeString(beside, token);
                Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException notWritten) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the new refresh token cannot be kept in " + file + ": " + notWritten.getMessage(), notWritten);
        }
    }
}
