package dev.atrium.room.lobby;

import dev.atrium.room.chat.Text;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/// The default room that each tenant has.
@ConfigMapping(prefix = "atrium.room.lobby")
public interface LobbyConfig {

    /// Its name when it is made. Its owners may change it.
    @WithDefault("Lobby")
    @NotBlank
    @Size(max = Text.NAME_MAX)
    @Pattern(regexp = "\\P{Cntrl}*")
    String name();
}
