package io.pureboot.protocol.javalin;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.pureboot.protocol.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A browser UI from the class path. Its entry page {@code <folder>/index.html} answers every page address, so that
 * links and reloads work; {@code /ui/app/} serves the folder, {@code /ui/shared/} the components node and controller
 * have in common, {@code /ui/lib/} the libraries. Nothing here needs a sign-in: the pages hold no data.
 */
public final class WebPages {
    private static final Pattern INLINE_SCRIPT =
            Pattern.compile("<script(?![^>]*\\ssrc=)[^>]*>(.*?)</script>", Pattern.DOTALL);

    private final String folder;
    private final WebFiles files = new WebFiles();
    private final WebFile entryPage;
    private final String contentSecurityPolicy;

    /** @param folder of the class path, such as {@code web/controller}; must hold an {@code index.html} */
    public WebPages(String folder) {
        this.folder = folder;
        entryPage = files.find(folder, "index.html")
                .orElseThrow(() -> new IllegalStateException("no " + folder + "/index.html on the class path"));
        contentSecurityPolicy = policy(new String(entryPage.content(), StandardCharsets.UTF_8));
    }

    /** Adds the routes; {@code pages} are the addresses of the UI's pages, such as {@code /clone/{id}}. */
    public void register(RoutesConfig routes, List<String> pages) {
        for (String page : pages) {
            routes.get(page, context -> send(context, Optional.of(entryPage)));
        }
        routes.get("/ui/app/<path>", context -> send(context, files.find(folder, context.pathParam("path"))));
        routes.get("/ui/shared/<path>", context -> send(context, files.find("web/shared", context.pathParam("path"))));
        routes.get("/ui/lib/<path>", context -> send(context, files.findInLibrary(context.pathParam("path"))));
    }

    private void send(Context context, Optional<WebFile> found) {
        WebFile file = found.orElseThrow(() -> ProblemException.notFound("There is no page file " + context.path()));
        context.header("Content-Security-Policy", contentSecurityPolicy)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                // Asked again each time, answered by 304: an upgraded server never runs with half of its old pages.
                .header("Cache-Control", "no-cache")
                .header("ETag", file.entityTag());
        if (file.entityTag().equals(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            context.contentType(file.contentType()).result(file.content());
        }
    }

    /** Nothing from elsewhere, no inline style, and of inline scripts only those of the entry page: its import map. */
    private static String policy(String html) {
        StringBuilder scripts = new StringBuilder("script-src 'self'");
        Matcher inline = INLINE_SCRIPT.matcher(html);
        while (inline.find()) {
            byte[] script = inline.group(1).getBytes(StandardCharsets.UTF_8);
            scripts.append(" 'sha256-").append(WebFile.base64Sha256(script)).append('\'');
        }
        return "default-src 'none'; " + scripts + "; style-src 'self'; img-src 'self'; connect-src 'self'; "
                + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
                + "require-trusted-types-for 'script'; trusted-types lit-html";
    }
}
