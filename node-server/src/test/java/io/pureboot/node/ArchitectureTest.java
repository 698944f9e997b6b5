package io.pureboot.node;

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
import java.net.http.HttpClient;

/** Which part of the node may use what. */
@AnalyzeClasses(packages = "io.pureboot.node", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule WEB_SERVER_ONLY_IN_HTTP = noClasses()
            .that()
            .resideOutsideOfPackages("io.pureboot.node", "io.pureboot.node.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule BOUNCY_CASTLE_ONLY_IN_TLS = noClasses()
            .that()
            .resideOutsideOfPackage("io.pureboot.node.tls..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule OSHI_ONLY_IN_DISK = noClasses()
            .that()
            .resideOutsideOfPackage("io.pureboot.node.disk..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("oshi..");

    @ArchTest
    static final ArchRule NATIVE_CALLS_ONLY_IN_NATIVE =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("jnr..", "com.kenai.jffi..");

    @ArchTest
    static final ArchRule TOOLS_ONLY_THROUGH_THE_RUNNER = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.ProcessBuilder")
            .orShould()
            .callMethodWhere(target(owner(type(Runtime.class))).and(target(name("exec"))));

    @ArchTest
    static final ArchRule CONTROL_TRAFFIC_CLIENT_ONLY_IN_CONTROLLER = noClasses()
            .that()
            .resideOutsideOfPackage("io.pureboot.node.controller..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName(HttpClient.class.getName())
            .because("it takes five times the CPU per byte of a plain socket");

    @ArchTest
    static final ArchRule TABLES_AND_FILE_SYSTEMS_ARE_CHANGED_BY_ONE_ENGINE = noClasses()
            .that()
            .resideOutsideOfPackages("io.pureboot.node.partition..", "io.pureboot.node.filesystem..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.pureboot.linux.parted..")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Editor")
            .because("KD8: the partition tool and cloning share scan, plan and operations");

    @ArchTest
    static final ArchRule DISKS_ARE_SCANNED_BY_ONE_SCANNER = noClasses()
            .that()
            .resideOutsideOfPackages("io.pureboot.node.disk..", "io.pureboot.node")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("SystemDiskScanner")
            .because("KD8: the partition tool and cloning share scan, plan and operations");

    @ArchTest
    static final ArchRule NO_EXIT_AND_NO_ENVIRONMENT = noClasses()
            .that()
            .doNotHaveSimpleName("NodeServer")
            .and()
            .doNotHaveSimpleName("BootedNode")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getenv");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.pureboot.node.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule FEATURES_DO_NOT_KNOW_WHO_WIRES_THEM = noClasses()
            .that()
            .resideInAPackage("io.pureboot.node.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.pureboot.node");
}
