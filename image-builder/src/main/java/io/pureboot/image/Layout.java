package io.pureboot.image;

/** Where things are in the image, without a leading slash. */
final class Layout {
    static final String HOME = "usr/lib/pureboot";
    static final String RUNTIME = HOME + "/jre";
    static final String JAVA = RUNTIME + "/bin/java";
    static final String JARS = HOME + "/lib";
    static final String NATIVES = HOME + "/native";
    static final String OPTIONS = HOME;
    /** Last of what every machine needs: that it is there means that memory was enough to unpack all of that. */
    static final String UNPACKED = "var/lib/pureboot-unpacked";
    /** Names the drivers of large machines, which come last. */
    static final String MORE_DRIVERS = HOME + "/more-drivers";
    /** The same for the drivers of large machines, which come last. */
    static final String ALL_DRIVERS_UNPACKED = "var/lib/pureboot-all-drivers-unpacked";
    /** The same for the start archive, which is a RAM disk of its own. */
    static final String ARCHIVE_UNPACKED = "var/lib/pureboot-start-unpacked";

    private Layout() {}
}
