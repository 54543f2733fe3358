package dev.atrium.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RefreshTokensTest {

    private static final byte[] OLD = new byte[32];
    private static final byte[] NEW =
            "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final RefreshTokens tokens = with(OLD);
    private final RefreshToken token = tokens.after(tokens.first(UUID.randomUUID()));

    @Test
    void aTokenSaysWhoseItIsAndWhichItIs() {
        assertEquals(Optional.of(token), tokens.read(token.text()));
        assertEquals(1, token.generation());
    }

    @Test
    void whatAnotherHasMadeOrChangedIsNotRead() {
        assertEquals(Optional.empty(), with(NEW).read(token.text()));
        for (int i = RefreshTokens.PREFIX.length(); i < token.text().length() - 1; i++) {
            char other = token.text().charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.text().substring(0, i) + other + token.text().substring(i + 1);
            assertEquals(Optional.empty(), tokens.read(changed), changed);
        }
        for (String text : List.of(
                "",
                "mar_",
                "mar_AAAA",
                "mar_%",
                token.text() + "A",
                token.text().substring(4))) {
            assertEquals(Optional.empty(), tokens.read(text), text);
        }
    }

    @Test
    void theSameTokenHasTheSameSuccessorAndFirstOnesHaveNothingInCommon() {
        assertEquals(tokens.after(token), tokens.after(token));
        assertNotEquals(tokens.first(token.session()), tokens.first(token.session()));
    }

    @Test
    void aNewKeyBeforeTheOldOneCostsNoSession() {
        RefreshTokens both = with(NEW, OLD);
        RefreshToken next = tokens.after(token);

        assertEquals(Optional.of(token), both.read(token.text()));
        assertNotEquals(next, both.after(token));
        assertEquals(Optional.of(next), both.after(token, next.hash()));
    }

    @Test
    void textsDoNotShowTokens() {
        assertFalse(token.toString().contains(token.text()));
    }

    private static RefreshTokens with(byte[]... keys) {
        return new RefreshTokens(new SessionKeys(List.of(keys)));
    }
}
