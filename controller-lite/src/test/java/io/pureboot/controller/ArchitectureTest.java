package io.pureboot.controller;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.pureboot.controller", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule bouncyCastleOnlyInTheAuthority = noClasses()
            .that()
            .resideOutsideOfPackage("..controller.ca..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule sqlOnlyInTheStore = noClasses()
            .that()
            .resideOutsideOfPackage("..controller.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..");

    @ArchTest
    static final ArchRule httpOnlyAtTheEdge = noClasses()
            .that()
            .resideInAnyPackage(
                    "..controller.ca..",
                    "..controller.store..",
                    "..controller.node..",
                    "..controller.session..",
                    "..controller.plan..",
                    "..controller.staging..",
                    "..controller.data..",
                    "..controller.auth..",
                    "..controller.check..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule noOtherProgramsAndNoShell = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String.class);

    @ArchTest
    static final ArchRule noDiskIo = noClasses()
            .that()
            .resideOutsideOfPackage("..controller.library..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.pureboot.linux.block..", "io.pureboot.linux.partition..", "io.pureboot.linux.parted..");

    @ArchTest
    static final ArchRule onlyTheMainClassesKnowTheEnvironment = noClasses()
            .that()
            .resideOutsideOfPackages("io.pureboot.controller", "..controller.library..")
            .should()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule noCyclesBetweenPackages =
            slices().matching("io.pureboot.controller.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theStoreDecidesNothing = classes()
            .that()
            .resideInAPackage("..controller.store..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "..controller.store..",
                    "io.pureboot.protocol..",
                    "java..",
                    "org.sqlite..",
                    "org.jspecify..",
                    "com.fasterxml.jackson..");
}
