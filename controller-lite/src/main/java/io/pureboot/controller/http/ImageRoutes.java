package io.pureboot.controller.http;

import static io.pureboot.controller.http.Access.PERSON;

import io.pureboot.controller.library.ImageLibrary;
import io.pureboot.protocol.ApiListResponse;
import java.util.List;

/** Images of the library. */
public final class ImageRoutes {
    private ImageRoutes() {}

    public static List<Route> of(ImageLibrary library) {
        return List.of(
                Route.get("/images", PERSON, "List the images of the library")
                        .givesList(ImageLibrary.Image.class)
                        .does(x -> ApiListResponse.of(library.all())),
                Route.get("/images/{image_id}", PERSON, "Show an image with its partitions")
                        .gives(ImageLibrary.Image.class)
                        .does(x -> library.get(x.path("image_id"))));
    }
}
