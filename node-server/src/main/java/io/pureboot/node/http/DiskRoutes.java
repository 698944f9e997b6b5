package io.pureboot.node.http;

import static io.pureboot.node.http.Access.SIGNED_IN;

import io.javalin.http.Context;
import io.pureboot.node.job.DiskScans;
import io.pureboot.protocol.ApiListResponse;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.problem.ProblemException;
import java.util.List;

/** The node's own disks. */
public final class DiskRoutes {
    private static final String DISKS = "/api/v1/nodes/self/disks";

    private DiskRoutes() {}

    /** The order matters: what is more exact stands before the device that may be anything. */
    public static List<Route> of(DiskScans scans) {
        return List.of(
                Route.get(DISKS, SIGNED_IN, context -> ApiListResponse.of(live(context) ? scans.scan() : scans.last())),
                Route.post(DISKS + "/scan", SIGNED_IN, context -> ApiListResponse.of(scans.scan())),
                Route.get(DISKS + "/<device>", SIGNED_IN, context -> disk(context, scans)));
    }

    private static DiskInfo disk(Context context, DiskScans scans) throws Exception {
        String device = device(context.pathParam("device"));
        if (live(context)) {
            return scans.scan(device);
        }
        for (DiskInfo disk : scans.last()) {
            if (disk.device().equals(device)) {
                return disk;
            }
        }
        return scans.scan(device);
    }

    /** {@code sda}, {@code dev/sda} and {@code /dev/sda} are {@code /dev/sda}. */
    static String device(String pathPart) {
        String name = pathPart.replaceFirst("^/*(dev/+)?", "");
        if (!name.matches("[A-Za-z0-9._!-]+(/[A-Za-z0-9._!-]+)*") || name.contains("..")) {
            throw ProblemException.field("device", "'" + pathPart + "' is no device name such as sda or /dev/sda");
        }
        return "/dev/" + name;
    }

    private static boolean live(Context context) {
        String live = context.queryParam("live");
        if (live == null || live.equals("false")) {
            return false;
        }
        if (live.equals("true")) {
            return true;
        }
        throw ProblemException.field("live", "must be true or false");
    }
}
