package io.pureboot.node.filesystem;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A swap area is made anew at its new size, with the label and identifier it had. */
record SwapEditor(ToolBox tools) implements FileSystemEditor {
    @Override
    public void make(String device, @Nullable String label) throws IOException {
        tools.make(List.of("mkswap", "-f"), "-L", label, device);
    }

    @Override
    public void check(String device) {
        // Nothing in it outlives a restart.
    }

    @Override
    public void shrink(String device, long size) throws IOException {
        List<String> argv = again(device);
        argv.add(device);
        argv.add(Long.toString(size / 1024));
        tools.require(List.of(0), argv.toArray(String[]::new));
    }

    @Override
    public void grow(String device) throws IOException {
        List<String> argv = again(device);
        argv.add(device);
        tools.require(List.of(0), argv.toArray(String[]::new));
    }

    private List<String> again(String device) throws IOException {
        List<String> argv = new ArrayList<>(List.of("mkswap", "-f"));
        String uuid = value("UUID", device);
        String label = value("LABEL", device);
        if (!uuid.isEmpty()) {
            argv.addAll(List.of("-U", uuid));
        }
        if (!label.isEmpty()) {
            argv.addAll(List.of("-L", label));
        }
        return argv;
    }

    private String value(String tag, String device) throws IOException {
        return tools.run("blkid", "-p", "-s", tag, "-o", "value", device).text().strip();
    }
}
