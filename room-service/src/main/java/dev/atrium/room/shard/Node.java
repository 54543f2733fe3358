package dev.atrium.room.shard;

/// This process's name, for operators.
final class Node {

    private Node() {}

    /// Host name, where the environment tells it, and process id.
    static String name() {
        String host = System.getenv("HOSTNAME");
        return (host == null ? "local" : host) + ":" + ProcessHandle.current().pid();
    }
}
