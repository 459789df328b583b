package serval.scripting.lua;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;

/**
 * Makes a {@link Translation} of a function: a hidden class, which is the collector's when the function is. Its constants are the
 * class's static fields, so that for the JIT they are constants.
 */
final class Translator {
    /** Longer methods are left to the JVM's interpreter by HotSpot. */
    private static final int LONGEST = 8_000;

    /** Functions of more instructions are not even tried. */
    private static final int MOST_INSTRUCTIONS = 1_000;

    static final ClassDesc SELF = ClassDesc.of("serval.scripting.lua.Translated");
    static final ClassDesc VALUE = describe(LuaValue.class);
    private static final ClassDesc TRANSLATION = describe(Translation.class);
    private static final ClassDesc LOOKUP = describe(MethodHandles.Lookup.class);
    private static final MethodHandles.Lookup OWN = MethodHandles.lookup();
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(
            describe(Varargs.class),
            describe(double[].class),
            describe(LuaValue[].class),
            describe(Machine.class),
            describe(Closure.class),
            describe(Varargs.class),
            describe(Variable[].class),
            ConstantDescs.CD_int);
    private static final MethodTypeDesc RESUME = RUN.insertParameterTypes(7, ConstantDescs.CD_int);

    private Translator() {}

    static ClassDesc describe(Class<?> type) {
        return ClassDesc.ofDescriptor(type.descriptorString());
    }

    /** The name of the field that holds a constant. */
    static String field(int constant) {
        return "k" + constant;
    }

    /** Translates a function; returns null if it is too long. */
    static @Nullable Translation translate(Prototype code) {
        if (code.code.length > MOST_INSTRUCTIONS) {
            return null;
        }
        byte[] bytes = classFile(code);
        if (longest(bytes) > LONGEST) {
            return null;
        }
        try {
            Class<?> type =
                    OWN.defineHiddenClassWithClassData(bytes, code.k, true).lookupClass();
            return (Translation) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static byte[] classFile(Prototype code) {
        BitSet used = new BitSet();
        ClassFile format =
                ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofClassLoading(OWN)));
        return format.build(SELF, type -> {
            type.withSuperclass(TRANSLATION).withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
            type.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    ConstantDescs.MTD_void,
                    0,
                    method -> method.aload(0)
                            .invokespecial(TRANSLATION, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                            .return_());
            type.withMethodBody("run", RUN, ClassFile.ACC_FINAL, method -> new Emitter(code, method, used).emit(false));
            type.withMethodBody(
                    "resume", RESUME, ClassFile.ACC_FINAL, method -> new Emitter(code, method, used).emit(true));
            used.stream()
                    .forEach(constant ->
                            type.withField(field(constant), VALUE, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL));
            type.withMethodBody(
                    ConstantDescs.CLASS_INIT_NAME,
                    ConstantDescs.MTD_void,
                    ClassFile.ACC_STATIC,
                    method -> constants(method, used));
        });
    }

    private static void constants(CodeBuilder method, BitSet used) {
        ClassDesc array = VALUE.arrayType();
        method.invokestatic(describe(MethodHandles.class), "lookup", MethodTypeDesc.of(LOOKUP))
                .loadConstant(ConstantDescs.DEFAULT_NAME)
                .loadConstant(array)
                .invokestatic(
                        describe(MethodHandles.class),
                        "classData",
                        MethodTypeDesc.of(
                                ConstantDescs.CD_Object, LOOKUP, ConstantDescs.CD_String, ConstantDescs.CD_Class))
                .checkcast(array);
        used.stream()
                .forEach(constant ->
                        method.dup().loadConstant(constant).aaload().putstatic(SELF, field(constant), VALUE));
        method.pop().return_();
    }

    private static int longest(byte[] bytes) {
        ClassModel type = ClassFile.of().parse(bytes);
        int longest = 0;
        for (MethodModel method : type.methods()) {
            CodeAttribute body = (CodeAttribute) method.code().orElse(null);
            longest = body == null ? longest : Math.max(longest, body.codeLength());
        }
        return longest;
    }
}
