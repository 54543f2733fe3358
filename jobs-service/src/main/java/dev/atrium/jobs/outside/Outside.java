package dev.atrium.jobs.outside;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// Calls addresses that users gave. Everything that goes to such an address goes through here: the name
/// is looked up once, all that it stands for must be allowed ([OutsideRules]), and the connection goes
/// to exactly what was judged.
@ApplicationScoped
public class Outside {

    private final OutsideRules rules;
    private final Names names;
    private final Wire wire;

    Outside(OutsideRules rules, Names names, Wire wire) {
        this.rules = rules;
        this.names = names;
        this.wire = wire;
    }

    /// Waits for the answer; for virtual threads.
    public Reply post(Call call) throws InterruptedException {
        return switch (rules.judge(call.url())) {
            case OutsideRules.Verdict.Refused refused -> new Reply.Refused("the address " + refused.reason());
            case OutsideRules.Verdict.Fine fine -> post(call, fine.target());
        };
    }

    private Reply post(Call call, Target target) throws InterruptedException {
        long start = System.nanoTime();
        Optional<List<InetAddress>> found;
        try {
            found = names.addresses(call.party(), target.host(), call.timeout());
        } catch (UnknownHostException _) {
            return new Reply.Failed("the host's name is not known");
        } catch (TimeoutException _) {
            return new Reply.Failed("the host's name was not looked up in time");
        }
        if (found.isEmpty()) {
            return new Reply.Busy("too many names are being looked up");
        }
        List<InetAddress> addresses = found.get();
        // One forbidden address among others is as bad: somebody wants to see which of them we take.
        if (addresses.isEmpty() || !addresses.stream().allMatch(rules::permits)) {
            return new Reply.Refused("the host is not public");
        }
        Duration rest = call.timeout().minusNanos(System.nanoTime() - start);
        return wire.post(call, target, addresses.getFirst(), rest);
    }
}
