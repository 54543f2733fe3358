package dev.atrium.platform.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.placement.Placement;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// `docs/events.asyncapi.yaml`: the topics, made from the types that are written to them.
final class EventDocument {

    private static final String ABOUT =
            "What the services tell each other by Kafka. A record is a CloudEvent 1.0 in binary"
                    + " mode (Kafka protocol binding): its context attributes are headers, its data is the value, as JSON. Each may come"
                    + " more than once, with the same id. Properties that are null are absent; readers skip types and properties that"
                    + " they do not know. Made from the platform's types; the frames of WebSockets are in asyncapi.yaml.";

    private final Sources sources;
    private final Schemas schemas;
    private final ObjectNode document = Json.MAPPER.createObjectNode();
    private final ObjectNode channels;
    private final ObjectNode operations;
    private final ObjectNode messages;

    private EventDocument(Sources sources) {
        this.sources = sources;
        this.schemas = new Schemas(sources);
        document.put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Atrium events")
                .put("version", "1.0.0")
                .put("description", ABOUT);
        document.put("defaultContentType", "application/json");
        channels = document.putObject("channels");
        operations = document.putObject("operations");
        messages = document.putObject("components").putObject("messages");
    }

    /// The document as it should be.
    static String rendered(Path root) throws IOException {
        EventDocument document = new EventDocument(
                Sources.of(root, Topic.class, Event.class, RoomEvent.class, Placement.class, Actor.class));
        for (Topic topic : Topic.values()) {
            document.add(topic);
        }
        return document.yaml();
    }

    private void add(Topic topic) {
        String name = topic.topicName().replace('.', '-');
        ObjectNode channel = channels.putObject(name)
                .put("address", topic.topicName())
                .put("description", sources.about(topic.name()));
        ObjectNode own = channel.putObject("messages");
        messagesOf(topic).forEach((message, definition) -> {
            messages.set(message, definition);
            own.putObject(message).put("$ref", "#/components/messages/" + message);
        });
        channel.putObject("bindings").set("kafka", binding(topic));
        operations.putObject(name).put("action", "send").putObject("channel").put("$ref", "#/channels/" + name);
    }

    private Map<String, ObjectNode> messagesOf(Topic topic) {
        Map<String, ObjectNode> its = new LinkedHashMap<>();
        if (topic == Topic.ROOMS_LOG) {
            its.put("ShardOpened", shardOpened());
            records(RoomEvent.class).forEach(type -> its.put(type.getSimpleName(), roomEvent(type)));
        } else if (topic == Topic.ROOMS_PLACEMENT) {
            its.put("Placement", placement());
        }
        Arrays.stream(EventType.values())
                .filter(type -> type.topic() == topic)
                .forEach(type -> its.put(type.record().getSimpleName(), event(type)));
        return its;
    }

    private ObjectNode event(EventType type) {
        ObjectNode message = message(type.typeName(), type.record(), "CloudEvent");
        return keyed(message, "The value's `" + key(type.record()) + "`: events with the same key are in order.");
    }

    private ObjectNode roomEvent(Class<?> type) {
        return keyed(
                message(type(type), type, "RoomLogRecord"), "The value's `room`: what happens in a room is in order.");
    }

    private ObjectNode shardOpened() {
        ObjectNode message = Json.MAPPER
                .createObjectNode()
                .put("name", "atrium.shard.opened.v1")
                .put("title", "ShardOpened")
                .put("description", "A node claims the partition. Has no key and no position.");
        headers(message, "atrium.shard.opened.v1", "RoomLogClaim");
        ObjectNode payload = message.putObject("payload").put("type", "object");
        payload.putArray("required").add("node").add("attempt");
        ObjectNode properties = payload.putObject("properties");
        properties.putObject("node").put("type", "string").put("description", "the claiming node, for operators");
        properties
                .putObject("attempt")
                .put("type", "string")
                .put("description", "unique to this claim, by which the node knows it again");
        return message;
    }

    private ObjectNode placement() {
        ObjectNode message = described(Json.MAPPER.createObjectNode().put("title", "Placement"), Placement.class);
        message.set("payload", schemas.reference(Placement.class));
        return keyed(message, "The number of the partition of `rooms.log`.");
    }

    private ObjectNode message(String name, Class<?> type, String headers) {
        ObjectNode message =
                described(Json.MAPPER.createObjectNode().put("name", name).put("title", type.getSimpleName()), type);
        headers(message, name, headers);
        message.set("payload", schemas.reference(type));
        return message;
    }

    private ObjectNode described(ObjectNode message, Class<?> type) {
        String about = sources.about(type.getSimpleName());
        return about.isEmpty() ? message : message.put("description", about);
    }

    private static void headers(ObjectNode message, String type, String schema) {
        ArrayNode all = message.putObject("headers").put("type", "object").putArray("allOf");
        all.addObject().put("$ref", "#/components/schemas/" + schema);
        all.addObject()
                .put("type", "object")
                .putObject("properties")
                .putObject(CloudEvent.TYPE)
                .put("const", type);
    }

    private static ObjectNode keyed(ObjectNode message, String key) {
        message.putObject("bindings")
                .putObject("kafka")
                .putObject("key")
                .put("type", "string")
                .put("description", key);
        return message;
    }

    /// By what events of the type are keyed: it says so itself, or what it is an event of, or any event.
    private String key(Class<?> type) {
        return Stream.concat(
                        Stream.of(type), Stream.concat(Arrays.stream(type.getInterfaces()), Stream.of(Event.class)))
                .map(one -> sources.key(one.getSimpleName()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode binding(Topic topic) {
        ObjectNode settings = Json.MAPPER.createObjectNode();
        Map<String, String> its = topic.settings(new Defaults());
        settings.putArray("cleanup.policy").add(its.get("cleanup.policy"));
        for (String number : List.of("retention.ms", "retention.bytes")) {
            settings.put(number, Long.parseLong(its.getOrDefault(number, "-1")));
        }
        ObjectNode binding = Json.MAPPER.createObjectNode().put("topic", topic.topicName());
        binding.put("partitions", topic.partitions(new Defaults())).set("topicConfiguration", settings);
        return binding;
    }

    private String yaml() {
        ObjectNode all = Json.MAPPER.createObjectNode();
        all.set("CloudEvent", cloudEvent(List.of(CloudEvent.TENANT)));
        all.set("RoomLogRecord", withNumbers(cloudEvent(List.of(CloudEvent.TENANT)), "epoch", "position"));
        all.set("RoomLogClaim", withNumbers(cloudEvent(List.of()), "epoch"));
        schemas.all().forEach(all::set);
        document.withObject("/components").set("schemas", all);
        YAMLMapper mapper = YAMLMapper.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
        try {
            return "# Made from the platform's types by EventDocumentTest.\n" + mapper.writeValueAsString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param also extensions that each has
    private static ObjectNode cloudEvent(List<String> also) {
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
        ArrayNode required = schema.putArray("required");
        ObjectNode properties = schema.putObject("properties");
        header(properties, CloudEvent.SPEC_VERSION, "version of CloudEvents").put("const", "1.0");
        header(properties, CloudEvent.ID, "unique per event: readers drop what they have seen");
        header(properties, CloudEvent.TYPE, "what happened, with the version of the type");
        header(properties, CloudEvent.SOURCE, "the service that wrote it");
        header(properties, CloudEvent.SUBJECT, "id of the thing that the event is about");
        header(properties, CloudEvent.TIME, "when it happened").put("format", "date-time");
        if (also.contains(CloudEvent.TENANT)) {
            header(properties, CloudEvent.TENANT, "the isolation boundary to which it belongs");
        }
        properties.fieldNames().forEachRemaining(required::add);
        header(
                properties,
                CloudEvent.TRACEPARENT,
                "W3C trace context of the request that caused it, if that was traced");
        return schema;
    }

    private static ObjectNode withNumbers(ObjectNode schema, String... names) {
        for (String name : names) {
            header(schema.withObject("/properties"), name, "a decimal number, see the rules of the log")
                    .put("pattern", "^[0-9]+$");
            schema.withArray("/required").add(name);
        }
        return schema;
    }

    private static ObjectNode header(ObjectNode properties, String name, String description) {
        return properties.putObject(name).put("type", "string").put("description", description);
    }

    /// The records among the cases of a sealed type, as they stand in its source.
    private static Set<Class<?>> records(Class<?> sealed) {
        Set<Class<?>> records = new LinkedHashSet<>();
        for (Class<?> type : sealed.getPermittedSubclasses()) {
            if (type.isRecord()) {
                records.add(type);
            } else {
                records.addAll(records(type));
            }
        }
        return records;
    }

    /// The type of a room event, which the codec knows of its instances.
    private static String type(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(types).map(EventDocument::any).toArray();
        try {
            return RoomLogCodec.type(
                    (RoomEvent) type.getDeclaredConstructor(types).newInstance(values));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Something that a record can be made of.
    @SuppressWarnings("NullAway")
    private static Object any(Class<?> type) {
        if (type == long.class) {
            return 0L;
        } else if (type == int.class) {
            return 0;
        } else if (type == boolean.class) {
            return false;
        } else if (type == List.class) {
            return List.of();
        }
        return type == Map.class ? Map.of() : null;
    }

    /// As a topic is made where nobody says otherwise.
    private static final class Defaults implements TopicConfig {

        @Override
        public int shards() {
            return 8;
        }

        @Override
        public int eventPartitions() {
            return 4;
        }

        @Override
        public short replicationFactor() {
            return 1;
        }

        @Override
        public int minInSyncReplicas() {
            return 1;
        }
    }
}
