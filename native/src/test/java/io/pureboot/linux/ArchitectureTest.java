package io.pureboot.linux;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which part of this module may use what. */
@AnalyzeClasses(packages = "io.pureboot.linux", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule FOREIGN_CALLS_ONLY_IN_LIBC_AND_PARTED = noClasses()
            .that()
            .resideOutsideOfPackages("io.pureboot.linux.libc..", "io.pureboot.linux.parted..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jnr..", "com.kenai.jffi..");

    @ArchTest
    static final ArchRule PROCESSES_ONLY_THROUGH_THE_RUNNER = noClasses()
            .that()
            .resideOutsideOfPackage("io.pureboot.linux.process..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.ProcessBuilder")
            .orShould()
            .callMethodWhere(target(owner(type(Runtime.class))).and(target(name("exec"))));

    @ArchTest
    static final ArchRule TABLE_CODECS_TOUCH_NO_DEVICE = noClasses()
            .that()
            .resideInAPackage("io.pureboot.linux.table..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.pureboot.linux.libc..",
                    "io.pureboot.linux.partition..",
                    "io.pureboot.linux.parted..",
                    "io.pureboot.linux.sysfs..",
                    "io.pureboot.linux.process..");

    @ArchTest
    static final ArchRule NOTHING_OF_THE_SERVERS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.pureboot.node..", "io.pureboot.controller..", "io.pureboot.image..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.pureboot.linux.(*)..").should().beFreeOfCycles();
}
