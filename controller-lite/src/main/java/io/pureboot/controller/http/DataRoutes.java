package io.pureboot.controller.http;

import static io.pureboot.controller.http.Access.ADMIN;
import static io.pureboot.controller.http.Access.PERSON;

import io.pureboot.controller.data.DataDisk;
import io.pureboot.controller.data.DataDisks;
import io.pureboot.controller.data.DataPlace;
import io.pureboot.protocol.ApiListResponse;
import java.util.List;

/** Where the controller's data are, and a disk for those in memory. */
public final class DataRoutes {
    private DataRoutes() {}

    public static List<Route> of(DataDisks data) {
        return List.of(
                Route.get("/system/data", PERSON, "Show where the controller keeps its data")
                        .gives(DataPlace.class)
                        .does(x -> data.place()),
                Route.get("/system/data/disks", ADMIN, "List the controller's own disks and which could take its data")
                        .givesList(DataDisk.class)
                        .does(x -> ApiListResponse.of(data.disks())),
                Route.post("/system/data", ADMIN, "Make a data partition on an empty disk and move the data there")
                        .takes(DataDisks.Wanted.class)
                        .gives(DataPlace.class)
                        .answering(202)
                        .does(x -> {
                            DataPlace place = data.make(x.body(DataDisks.Wanted.class));
                            RouteHandler.detail(x, "disk " + place.device());
                            return place;
                        }));
    }
}
