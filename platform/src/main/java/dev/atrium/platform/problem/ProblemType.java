package dev.atrium.platform.problem;

/// All kinds of problems that the suite answers with (RFC 9457, GW-13). The slug is part of the API and
/// never changes. What is said of limits and outages has the types that
/// draft-ietf-httpapi-ratelimit-headers registers for it, which clients of any API know.
public enum ProblemType {
    INVALID_REQUEST(
            400,
            "The request is not valid",
            "A body, parameter or header does not have the documented form.",
            "Correct what `errors` names and send the request again."),
    UNAUTHENTICATED(
            401,
            "Credentials are missing or not valid",
            "The request carries no credentials, or they are wrong, expired or revoked.",
            "Send `Authorization: Bearer` with a valid API key or access token; POST /api/keys gives a key."),
    FORBIDDEN(
            403,
            "Not allowed",
            "The credentials are valid but do not allow this.",
            "Use credentials with the scope or role that `detail` names."),
    NOT_FOUND(
            404,
            "Not found",
            "There is nothing at this address that you may read.",
            "Check the id; ask for access if somebody else owns it."),
    METHOD_NOT_ALLOWED(
            405,
            "Method not allowed",
            "This address exists, but not for this method.",
            "Use a method that the API document lists for it."),
    NOT_ACCEPTABLE(406, "Not acceptable", "None of the types in `Accept` can be produced.", "Accept application/json."),
    CONFLICT(
            409,
            "Conflict",
            "The request contradicts the present state, for example an id that is taken.",
            "Read the present state and decide anew."),
    ROOM_ARCHIVED(
            409,
            "The room is archived",
            "The room is only read: nothing new is said or written in it.",
            "Ask an owner of the room to take it out of the archive."),
    PRECONDITION_FAILED(
            412,
            "Precondition failed",
            "The thing has changed since you read it.",
            "Read it again and repeat the change with its new ETag."),
    TOO_LARGE(413, "Too large", "The body is larger than the limit in `detail`.", "Send less."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "Unsupported media type",
            "The body's type is not one that this address takes.",
            "Send the Content-Type that the API document names."),
    RANGE_NOT_SATISFIABLE(
            416, "Range not satisfiable", "The requested range lies outside of the content.", "Ask for less."),
    UNPROCESSABLE(
            422,
            "Cannot be processed",
            "The request is well-formed, but its content cannot be processed.",
            "See `detail`; send other content."),
    LOCKED(
            423,
            "Locked",
            "Somebody else holds a lock on this.",
            "Wait until the lock that `errors` names is free, or ask its holder."),
    QUOTA_EXCEEDED(
            429,
            "Quota exceeded",
            "A limit, or the plan of your organisation, has no more of what `violated-policies` names.",
            "Wait for the seconds that `Retry-After` names, then try again. Of a plan see /api/plan; where there is no `Retry-After`, make room, or get another plan."),
    INTERNAL(
            500,
            "Internal error",
            "A fault of ours. Nothing was acknowledged.",
            "Try again; if it stays, report the `instance` of this problem."),
    BAD_GATEWAY(
            502,
            "Bad gateway",
            "A service behind the gateway broke off its answer.",
            "Try again; creating requests only with their Idempotency-Key."),
    UNAVAILABLE(
            503,
            "Unavailable",
            "A part that this request needs is down or moving.",
            "Wait for the seconds that `Retry-After` names, then try again."),
    ROOM_FULL(
            503,
            "The room is full",
            "The room, or the node that serves it, has as many sockets as it takes.",
            "Wait for the seconds that `Retry-After` names, then try again; read by HTTP meanwhile."),
    TIMEOUT(
            504,
            "Timed out",
            "A service behind the gateway did not answer in time.",
            "Try again; creating requests only with their Idempotency-Key.");

    private static final String REGISTRY = "https://iana.org/assignments/http-problem-types#";

    private final int status;
    private final String title;
    private final String cause;
    private final String cure;

    ProblemType(int status, String title, String cause, String cure) {
        this.status = status;
        this.title = title;
        this.cause = cause;
        this.cure = cure;
    }

    /// The HTTP status code.
    public int status() {
        return status;
    }

    /// The same short text for every problem of this type.
    public String title() {
        return title;
    }

    /// Why this happens, for the type's page.
    public String cause() {
        return cause;
    }

    /// What the caller can do, for the type's page.
    public String cure() {
        return cure;
    }

    /// The stable name, for example `not-found`.
    public String slug() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /// The `type` member: where the type is registered, or else its [#page].
    public String uri() {
        return switch (this) {
            case QUOTA_EXCEEDED -> REGISTRY + "quota-exceeded";
            case UNAVAILABLE -> REGISTRY + "temporary-reduced-capacity";
            default -> page();
        };
    }

    /// The slug of the type that a `type` member names.
    ///
    /// @return the last part of the URI where it is none of ours
    public static String slugOf(String uri) {
        for (ProblemType type : values()) {
            if (type.uri().equals(uri)) {
                return type.slug();
            }
        }
        return uri.substring(uri.lastIndexOf('/') + 1);
    }

    /// The path on the gateway where the type is explained.
    public String page() {
        return "/problems/" + slug();
    }

    /// The type for an HTTP status that some library chose; unknown 4xx become `invalid-request`.
    public static ProblemType ofStatus(int status) {
        for (ProblemType type : values()) {
            if (type.status == status) {
                return type;
            }
        }
        return status < 500 ? INVALID_REQUEST : INTERNAL;
    }
}
