package dev.atrium.jobs.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.web.Json;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.imageio.ImageIO;

/// Makes books for tests.
final class Books {

    static final String PICTURE = "0198c0de-0000-7000-8000-0000000000aa";
    static final Instant TIME = Instant.parse("2026-11-27T23:58:00Z");

    private static final UUID ID = UUID.fromString("0198c0de-0000-7000-8000-000000000001");

    private Books() {}

    /// Each text is a message, a minute after the one before.
    static Book of(String title, List<String> texts) {
        List<JsonNode> messages = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            messages.add(message(i, "alice", texts.get(i)));
        }
        return of(title, messages, _ -> Optional.empty());
    }

    static Book of(String title, List<? extends JsonNode> messages, Book.Pictures pictures) {
        return new Book(
                new Book.Title(ID, title, "en", "alice", TIME, room(title)),
                each -> {
                    for (JsonNode message : messages) {
                        each.item(Book.Kind.MESSAGE, message);
                    }
                },
                pictures,
                file -> file.equals(PICTURE)
                        ? Optional.of(new ByteArrayInputStream(new byte[] {1, 2, 3}))
                        : Optional.empty());
    }

    static ObjectNode message(int number, String handle, String text) {
        ObjectNode message = Json.MAPPER.createObjectNode();
        message.put("id", id(number));
        message.put("roomId", ID.toString());
        message.put("sequence", number + 2);
        message.put("version", number + 2);
        message.putObject("sender").put("subject", "user:1").put("handle", handle);
        message.put("content", text);
        message.put("createdAt", TIME.plusSeconds(60L * number).toString());
        return message;
    }

    static String id(int number) {
        return "0198c0de-0000-7000-8000-%012x".formatted(number);
    }

    static ObjectNode withFile(ObjectNode message, String name) {
        message.putObject("attachment").put("fileId", PICTURE).put("name", name).put("type", "image/png");
        return message;
    }

    static Book.Pictures picture(Path directory) {
        return picture(directory, Book.Picture.Type.PNG, 40, 20);
    }

    static Book.Pictures picture(Path directory, Book.Picture.Type type, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.ORANGE);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        try {
            Path path = Files.createTempFile(directory, "picture", "." + type.extension());
            ImageIO.write(image, type.extension(), path.toFile());
            Book.Picture picture = new Book.Picture(path, type, width, height);
            return file -> file.equals(PICTURE) ? Optional.of(picture) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] render(Format format, Book book) {
        return render(format, Path.of("target"), book);
    }

    static byte[] render(Format format, Path scratch, Book book) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Renderer.of(format, scratch).render(book, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode room(String name) {
        return Json.MAPPER
                .createObjectNode()
                .put("id", ID.toString())
                .put("name", name)
                .put("lastSequence", 9);
    }
}
