package io.pureboot.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The installed Chromium without a window. Elements are named by CSS selectors; everything waits until it is there. */
public final class Browser implements AutoCloseable {
    private static final File CHROMIUM = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path profile;
    private final ChromeDriver driver;

    private Browser(Path profile, ChromeDriver driver) {
        this.profile = profile;
        this.driver = driver;
    }

    public static Browser start() {
        Prerequisites.require(CHROMIUM.canExecute() && DRIVER.canExecute(), "chromium and chromedriver");
        try {
            Path profile = Files.createTempDirectory("pureboot-browser");
            ChromeOptions options = new ChromeOptions();
            options.setBinary(CHROMIUM);
            options.addArguments(
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--ignore-certificate-errors",
                    "--window-size=1280,900",
                    "--user-data-dir=" + profile);
            LoggingPreferences logs = new LoggingPreferences();
            logs.enable(LogType.BROWSER, Level.ALL);
            options.setCapability("goog:loggingPrefs", logs);
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(DRIVER)
                    .usingAnyFreePort()
                    .build();
            return new Browser(profile, new ChromeDriver(service, options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As new: no cookies, desktop size, light. */
    public void reset() {
        driver.get("about:blank");
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        size(1280, 900);
        dark(false);
        messages();
    }

    public void open(String url) {
        driver.get(url);
    }

    public String address() {
        return String.valueOf(driver.getCurrentUrl());
    }

    public String title() {
        return String.valueOf(driver.getTitle());
    }

    public void back() {
        driver.navigate().back();
    }

    public void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    public void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Waits for an element that is shown. */
    public WebElement find(String css) {
        return until(
                "element " + css,
                () -> all(css).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null));
    }

    public List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    public boolean shows(String css) {
        return all(css).stream().anyMatch(WebElement::isDisplayed);
    }

    public void click(String css) {
        WebElement element = find(css);
        script("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
    }

    /** Clicks the button or link with this text. */
    public void press(String text) {
        By named = By.xpath("//*[(self::button or self::a) and normalize-space()=\"" + text + "\"]");
        WebElement element = until(
                "button " + text,
                () -> driver.findElements(named).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null));
        script("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
    }

    public void type(String css, String text) {
        WebElement element = find(css);
        element.clear();
        element.sendKeys(text);
    }

    /** Presses Tab until the element that has the focus is one of these. */
    public void tabTo(String css) {
        for (int i = 0; i < 120; i++) {
            tab();
            if (Boolean.TRUE.equals(script("return document.activeElement.matches(arguments[0])", css))) {
                return;
            }
        }
        Assertions.fail("Tab does not lead to " + css + " at " + address());
    }

    /** What has the focus, as HTML. */
    public String focused() {
        return String.valueOf(script("return document.activeElement.outerHTML"));
    }

    /** Keys to whatever has the focus. */
    public void keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    public void tab() {
        keys(Keys.TAB);
    }

    /** The text of the page, as it is shown. */
    public String text() {
        return find("body").getText();
    }

    public void waitForText(String text) {
        until("text '" + text + "'", () -> text().contains(text) ? text : null, this::text);
    }

    public void waitUntil(String what, Supplier<Boolean> condition) {
        until(what, () -> condition.get() ? what : null);
    }

    public @Nullable Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Runs the body of an async function in the page; what it returns comes back. */
    public @Nullable Object scriptLater(String body) {
        return driver.executeAsyncScript("const done = arguments[0]; (async () => {" + body
                + "})().then(done, error => done('failed: ' + error))");
    }

    /** Addresses of everything the page has fetched since it was opened. */
    public List<String> requests() {
        return ((List<?>) Objects.requireNonNull(
                        script("return performance.getEntriesByType('resource').map(entry => entry.name)")))
                .stream().map(String::valueOf).toList();
    }

    /** How many pixels of the page lie outside the window on the right. */
    public long overhang() {
        return ((Number) Objects.requireNonNull(
                        script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")))
                .longValue();
    }

    public double width(WebElement element) {
        return ((Number) Objects.requireNonNull(script("return arguments[0].getBoundingClientRect().width", element)))
                .doubleValue();
    }

    /** Console messages of level warning and above since the last call. */
    public List<String> messages() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Keeps a picture of the whole page under {@code target/screenshots}. */
    public Path picture(String name) {
        long height = ((Number) Objects.requireNonNull(
                        script("return Math.max(innerHeight, document.documentElement.scrollHeight)")))
                .longValue();
        int width = ((Number) Objects.requireNonNull(script("return innerWidth"))).intValue();
        size(width, (int) Math.min(height, 4000));
        Path file = Path.of("target", "screenshots", name + ".png");
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        size(width, 900);
        return file;
    }

    private <T> T until(String what, Supplier<@Nullable T> attempt) {
        return until(what, attempt, () -> "");
    }

    private <T> T until(String what, Supplier<@Nullable T> attempt, Supplier<String> otherwise) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                T found = attempt.get();
                if (found != null) {
                    return found;
                }
            } catch (StaleElementReferenceException e) {
                continue;
            }
            LockSupport.parkNanos(50_000_000);
        }
        return Assertions.fail(
                "waited " + PATIENCE.toSeconds() + " s for " + what + " at " + address() + "\n" + otherwise.get());
    }

    /** A port nobody listens at now, for a server that is to come back at the same address. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
