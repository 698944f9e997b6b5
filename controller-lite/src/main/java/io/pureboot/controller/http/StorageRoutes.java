package io.pureboot.controller.http;

import static io.pureboot.controller.http.Access.ADMIN;
import static io.pureboot.controller.http.Access.PERSON;

import io.pureboot.controller.staging.StorageBackends;
import io.pureboot.protocol.ApiListResponse;
import java.util.List;
import java.util.Map;

/** Storage backends. */
public final class StorageRoutes {
    private StorageRoutes() {}

    public static List<Route> of(StorageBackends backends) {
        return List.of(
                Route.get("/storage/backends", PERSON, "List storage backends")
                        .givesList(StorageBackends.Shown.class)
                        .does(x -> ApiListResponse.of(backends.all())),
                Route.post("/storage/backends", ADMIN, "Make a storage backend")
                        .takes(StorageBackends.Wanted.class)
                        .gives(StorageBackends.Shown.class)
                        .answering(201)
                        .does(x -> backends.create(x.body(StorageBackends.Wanted.class))),
                Route.get("/storage/backends/{backend_id}", PERSON, "Show a storage backend")
                        .gives(StorageBackends.Shown.class)
                        .does(x -> backends.get(x.path("backend_id"))),
                Route.of("PATCH", "/storage/backends/{backend_id}", ADMIN, "Change a storage backend")
                        .takes(StorageBackends.Wanted.class)
                        .gives(StorageBackends.Shown.class)
                        .does(x -> backends.change(x.path("backend_id"), x.body(StorageBackends.Wanted.class))),
                Route.of("DELETE", "/storage/backends/{backend_id}", ADMIN, "Delete a storage backend")
                        .does(x -> {
                            backends.delete(x.path("backend_id"));
                            return Map.of("id", x.path("backend_id"));
                        }),
                Route.post("/storage/backends/{backend_id}/test", ADMIN, "Try to reach a storage backend")
                        .gives(StorageBackends.Tested.class)
                        .does(x -> backends.test(x.path("backend_id"))));
    }
}
