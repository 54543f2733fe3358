// Reads {"secret", "headers", "body"} from its input and says what the official library makes of it.
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const { secret, headers, body } = JSON.parse(readFileSync(0, "utf8"));
try {
    console.log(JSON.stringify({ verified: new Webhook(secret).verify(body, headers) }));
} catch (error) {
    console.log(JSON.stringify({ refused: error.message }));
}
