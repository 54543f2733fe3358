package dev.atrium.platform.tenancy;

/// How a transaction tells row-level security its tenant: a setting that ends with the transaction.
final class TenantSetting {

    static final String SQL_ORDINAL = "select set_config('atrium.tenant', ?1, true)";
    static final String SQL_JDBC = "select set_config('atrium.tenant', ?, true)";
    static final String SQL_POSTGRES = "select set_config('atrium.tenant', $1, true)";

    private TenantSetting() {}
}
