package io.pureboot.image;

/** Where things are in the image, without a leading slash. */
final class Layout {
    static final String HOME = "usr/lib/pureboot";
    static final String RUNTIME = HOME + "/jre";
    static final String JAVA = RUNTIME + "/bin/java";
    static final String JARS = HOME + "/lib";
    static final String NATIVES = HOME + "/native";
    static final String OPTIONS = HOME;
    /** In the RAM disk alone: the file systems that together are the running machine's. */
    static final String LAYERS = "layers";
    /** In the RAM disk alone, and last there: that it is there means that memory was enough to unpack all. */
    static final String UNPACKED = "unpacked";
    /** The same for the start archive, which is a RAM disk of its own. */
    static final String START_UNPACKED = "start-unpacked";

    private Layout() {}
}
