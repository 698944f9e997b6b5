package io.pureboot.node.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SignatureTest {
    @Test
    @DisplayName("PJ6 PJ7 names of this project, labels in any letters")
    void parsed() {
        Signature fat = Signature.parse("""
                ID_FS_SEC_TYPE=msdos
                ID_FS_LABEL=EFI_x
                ID_FS_LABEL_ENC=EFI\\x20\\x24x Größe
                ID_FS_UUID=57A2-10C6
                ID_FS_VERSION=FAT32
                ID_FS_TYPE=vfat
                """);
        assertEquals("fat32", fat.filesystem());
        assertEquals("EFI $x Größe", fat.label());
        assertEquals("57A2-10C6", fat.uuid());
        assertEquals(
                "crypto_luks",
                Signature.parse("ID_FS_TYPE=crypto_LUKS\nID_FS_VERSION=2\n").filesystem());
        assertEquals("lvm2_member", Signature.parse("ID_FS_TYPE=LVM2_member\n").filesystem());
        assertEquals("bitlocker", Signature.parse("ID_FS_TYPE=BitLocker\n").filesystem());
    }

    @Test
    @DisplayName("Nothing, and several at once, are no file system")
    void none() {
        assertNull(Signature.parse("ID_PART_TABLE_TYPE=dos\n").filesystem());
        Signature several = Signature.parse("ID_FS_AMBIVALENT=other:swap:1 filesystem:ext4:1.0\nID_FS_TYPE=ext4\n");
        assertNull(several.filesystem());
        assertTrue(several.ambiguous());
    }
}
