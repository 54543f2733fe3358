package dev.atrium.platform.config;

import java.util.List;

/// The settings of one feature.
///
/// @param about what its interface says of them
record Mapping(String prefix, String about, List<Setting> settings) {

    Mapping {
        settings = List.copyOf(settings);
    }
}
