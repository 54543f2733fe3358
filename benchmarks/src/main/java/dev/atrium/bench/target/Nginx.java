package dev.atrium.bench.target;

import dev.atrium.bench.server.Lab;
import dev.atrium.bench.server.Ports;
import dev.atrium.bench.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// nginx as a plain reverse proxy before room-service: one worker, kept connections on both sides, sockets too, no log
/// of accesses.
final class Nginx {

    private Nginx() {}

    /// @throws Target.Unavailable if there is no nginx on this machine
    static ServerProcess start(Lab lab) throws IOException {
        Path directory = Files.createDirectories(lab.directory("nginx"));
        Path file = directory.resolve("nginx.conf");
        Files.writeString(file, configuration(directory, lab.ports()));
        ServerProcess server = lab.start("nginx", List.of("nginx", "-e", "stderr", "-c", file.toString()), Map.of());
        try {
            server.awaitPort(lab.ports().nginx());
        } catch (IOException e) {
            throw new Target.Unavailable("no nginx: " + e.getMessage());
        }
        return server;
    }

    private static String configuration(Path directory, Ports ports) {
        return """
            daemon off;
            master_process off;
            pid %1$s/nginx.pid;
            error_log stderr;
            worker_rlimit_nofile 65536;
            events { worker_connections 20000; }
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              keepalive_requests 1000000000;
              map $http_upgrade $connection_of_upstream { default upgrade; "" ""; }
              upstream rooms { server 127.0.0.1:%2$d; keepalive 256; keepalive_requests 1000000000; }
              server {
                listen 127.0.0.1:%3$d;
                location / {
                  proxy_pass http://rooms;
                  proxy_http_version 1.1;
                  proxy_set_header Upgrade $http_upgrade;
                  proxy_set_header Connection $connection_of_upstream;
                  proxy_read_timeout 1h;
                }
              }
            }
            """.formatted(directory, ports.room(), ports.nginx());
    }
}
