package io.pureboot.node.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names of partition types and flags: GUIDs of GPT entries, ids of MBR entries. */
public final class PartitionTypes {
    public static final String EXTENDED = "extended";
    private static final String UNKNOWN = "unknown";
    private static final String HOME = "933ac7e1-2eb4-4f13-b844-0e14e2aef915";

    private static final Map<String, String> GUIDS = Map.ofEntries(
            Map.entry("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "efi"),
            Map.entry("21686148-6449-6e6f-744e-656564454649", "bios_grub"),
            Map.entry("e3c9e316-0b5c-4db8-817d-f92df00215ae", "msr"),
            Map.entry("ebd0a0a2-b9e5-4433-87c0-68b6b72699c7", "msdata"),
            Map.entry("de94bba4-06d1-4d40-a16a-bfd50179d6ac", "recovery"),
            Map.entry("af9b60a0-1431-4f62-bc68-3311714a69ad", "ldm"),
            Map.entry("5808c8aa-7e8f-42e0-85d2-e1e90434cfb3", "ldm_metadata"),
            Map.entry("e75caf8f-f680-4cee-afa3-b001e56efc2d", "storage_spaces"),
            Map.entry("0fc63daf-8483-4772-8e79-3d69d8477de4", "linux"),
            Map.entry("4f68bce3-e8cd-4db1-96e7-fbcaf984b709", "linux"),
            Map.entry("44479540-f297-41b2-9af7-d131d5f0458a", "linux"),
            Map.entry("b921b045-1df0-41c3-af44-4c6f280d3fae", "linux"),
            Map.entry("69dad710-2ce4-4e3c-b16c-21a1d49abed3", "linux"),
            Map.entry(HOME, "linux"),
            Map.entry("3b8f8425-20e0-4f3b-907f-1a25a76f98e8", "linux"),
            Map.entry("4d21b016-b534-45c2-a9fb-5c16e091fd2d", "linux"),
            Map.entry("7ec6f557-3bc5-4aca-b293-16ef5df639d1", "linux"),
            Map.entry("8484680c-9521-48c6-9c11-b0720656f69e", "linux"),
            Map.entry("bc13c2ff-59e6-4262-a352-b275fd6f7172", "xbootldr"),
            Map.entry("0657fd6d-a4ab-43c4-84e5-0933c84b4f4f", "swap"),
            Map.entry("e6d6d379-f507-44c2-a23c-238f2a3df928", "lvm"),
            Map.entry("a19d880f-05fc-4d3b-a006-743f0f84911e", "raid"),
            Map.entry("ca7d7ccb-63ed-4c53-861c-1742536059cc", "luks"),
            Map.entry("7ffec5c9-2d00-49b7-8941-3ea10a5586b7", "crypt"),
            Map.entry("6a898cc3-1dd2-11b2-99a6-080020736631", "zfs"),
            Map.entry("516e7cba-6ecf-11d6-8ff8-00022d09712b", "zfs"),
            Map.entry("516e7cb6-6ecf-11d6-8ff8-00022d09712b", "bsd"),
            Map.entry("516e7cb5-6ecf-11d6-8ff8-00022d09712b", "swap"),
            Map.entry("83bd6b9d-7f41-11dc-be0b-001560b84f0f", "bsd"),
            Map.entry("824cc7a0-36a8-11e3-890a-952519ad3f61", "bsd"),
            Map.entry("48465300-0000-11aa-aa11-00306543ecac", "hfs"),
            Map.entry("7c3457ef-0000-11aa-aa11-00306543ecac", "apfs"),
            Map.entry("aa31e02a-400f-11db-9590-000c2911d1b8", "vmfs"),
            Map.entry("9e1a2d38-c612-4316-aa26-8b49521e5a8b", "prep"),
            Map.entry("d3bfe2de-3daf-11df-ba40-e3a556d89593", "irst"));

    private static final Map<String, String> GUID_FLAGS = Map.of(
            "bios_grub", "bios_grub",
            "msr", "msftres",
            "msdata", "msftdata",
            "recovery", "diag",
            "lvm", "lvm",
            "raid", "raid",
            "swap", "swap",
            "xbootldr", "bls_boot",
            "prep", "prep",
            "irst", "irst");

    private static final Map<Integer, String> IDS = Map.ofEntries(
            Map.entry(0x01, "msdata"),
            Map.entry(0x04, "msdata"),
            Map.entry(0x06, "msdata"),
            Map.entry(0x07, "msdata"),
            Map.entry(0x0b, "msdata"),
            Map.entry(0x0c, "msdata"),
            Map.entry(0x0e, "msdata"),
            Map.entry(0x05, EXTENDED),
            Map.entry(0x0f, EXTENDED),
            Map.entry(0x85, EXTENDED),
            Map.entry(0x12, "recovery"),
            Map.entry(0x27, "recovery"),
            Map.entry(0x39, "plan9"),
            Map.entry(0x41, "prep"),
            Map.entry(0x42, "ldm"),
            Map.entry(0x82, "swap"),
            Map.entry(0x83, "linux"),
            Map.entry(0x84, "irst"),
            Map.entry(0x88, "linux"),
            Map.entry(0x8e, "lvm"),
            Map.entry(0xa5, "bsd"),
            Map.entry(0xa6, "bsd"),
            Map.entry(0xa9, "bsd"),
            Map.entry(0xa8, "hfs"),
            Map.entry(0xaf, "hfs"),
            Map.entry(0xbf, "solaris"),
            Map.entry(0xe8, "luks"),
            Map.entry(0xea, "xbootldr"),
            Map.entry(0xee, "gpt_protective"),
            Map.entry(0xef, "efi"),
            Map.entry(0xfb, "vmfs"),
            Map.entry(0xfd, "raid"));

    private PartitionTypes() {}

    /** Of a type GUID in any case; {@code unknown} when it is none of the common ones. */
    public static String ofGuid(String guid) {
        return GUIDS.getOrDefault(guid.toLowerCase(Locale.ROOT), UNKNOWN);
    }

    /** Of an MBR id, 0 to 255. Hidden variants of FAT and NTFS count as what they hide. */
    public static String ofId(int id) {
        return IDS.getOrDefault(hidden(id) ? id & ~0x10 : id, UNKNOWN);
    }

    /** Flags libparted would show for a GPT entry. */
    static List<String> guidFlags(String guid, long attributes) {
        List<String> flags = new ArrayList<>();
        String type = ofGuid(guid);
        if (type.equals("efi")) {
            flags.addAll(List.of("boot", "esp"));
        }
        String flag = GUID_FLAGS.get(type);
        if (flag != null) {
            flags.add(flag);
        }
        if (guid.equalsIgnoreCase(HOME)) {
            flags.add("linux-home");
        }
        if ((attributes & 1) != 0) {
            flags.add("hidden");
        }
        if ((attributes & 4) != 0) {
            flags.add("legacy_boot");
        }
        if (attributes < 0) {
            flags.add("no_automount");
        }
        return flags;
    }

    /** Flags libparted would show for an MBR entry. */
    static List<String> idFlags(int id, boolean active) {
        List<String> flags = new ArrayList<>();
        if (active) {
            flags.add("boot");
        }
        if (hidden(id)) {
            flags.add("hidden");
        }
        switch (hidden(id) ? id & ~0x10 : id) {
            case 0x0c, 0x0e, 0x0f -> flags.add("lba");
            case 0x82 -> flags.add("swap");
            case 0x8e -> flags.add("lvm");
            case 0xfd -> flags.add("raid");
            case 0x12 -> flags.add("diag");
            case 0x27 -> flags.add("msftres");
            case 0xef -> flags.add("esp");
            case 0x84 -> flags.add("irst");
            case 0x41 -> flags.add("prep");
            case 0xea -> flags.add("bls_boot");
            default -> {}
        }
        return flags;
    }

    private static boolean hidden(int id) {
        return switch (id) {
            case 0x11, 0x14, 0x16, 0x17, 0x1b, 0x1c, 0x1e -> true;
            default -> false;
        };
    }
}
