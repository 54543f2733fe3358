package dev.atrium.system;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// An agent for another JVM, in which each write to a file and each flush takes longer from then on.
public final class SlowFiles {

    /// By how many nanoseconds.
    private static final String DELAY = "atrium.test.file-delay";

    private static final String FILES = "sun.nio.ch.FileChannelImpl";
    private static final Set<String> METHODS = Set.of("write", "force");

    private SlowFiles() {}

    /// Called in the other JVM, each time the agent is loaded into it.
    public static void agentmain(String nanos, Instrumentation jvm)
            throws ClassNotFoundException, UnmodifiableClassException {
        boolean first = System.getProperty(DELAY) == null;
        System.setProperty(DELAY, nanos);
        if (first) {
            jvm.addTransformer(new Slowing(), true);
            jvm.retransformClasses(Class.forName(FILES));
        }
    }

    private static final class Slowing implements ClassFileTransformer {

        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                String name,
                @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain,
                byte[] bytes) {
            if (!name.equals(FILES.replace('.', '/'))) {
                return null;
            }
            ClassFile files = ClassFile.of();
            return files.transformClass(
                    files.parse(bytes),
                    ClassTransform.transformingMethodBodies(
                            method -> METHODS.contains(method.methodName().stringValue()), new Pause()));
        }
    }

    /// `LockSupport.parkNanos(Long.getLong(DELAY, 0))` before everything else.
    private static final class Pause implements CodeTransform {

        private static final ClassDesc PARKING =
                LockSupport.class.describeConstable().orElseThrow();

        @Override
        public void atStart(CodeBuilder code) {
            code.loadConstant(DELAY)
                    .lconst_0()
                    .invokestatic(
                            ConstantDescs.CD_Long,
                            "getLong",
                            MethodTypeDesc.of(ConstantDescs.CD_Long, ConstantDescs.CD_String, ConstantDescs.CD_long))
                    .invokevirtual(ConstantDescs.CD_Long, "longValue", MethodTypeDesc.of(ConstantDescs.CD_long))
                    .invokestatic(
                            PARKING, "parkNanos", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long));
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            code.with(element);
        }
    }
}
