# embed_page(TARGET DIR): puts every file of a folder into a target as it is (.incbin: nothing to
# compile), with a table of web::Asset behind app/page/assets.hpp.
function(embed_page target dir)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE "${dir}" "${dir}/*")
    list(SORT files)
    set(type_of_html "text/html; charset=utf-8")
    set(type_of_js "text/javascript; charset=utf-8")
    set(type_of_css "text/css; charset=utf-8")
    set(type_of_svg "image/svg+xml")
    set(type_of_png "image/png")
    set(type_of_webmanifest "application/manifest+json")
    set(bytes ".section .rodata\n")
    set(symbols "")
    set(table "")
    set(number 0)
    foreach(file IN LISTS files)
        set(path "${dir}/${file}")
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
        cmake_path(GET file EXTENSION LAST_ONLY extension)
        string(SUBSTRING "${extension}" 1 -1 extension)
        if(NOT type_of_${extension})
            message(FATAL_ERROR "web/Embed.cmake has no type for ${file}; add one.")
        endif()
        file(SHA256 "${path}" digest)
        string(SUBSTRING ${digest} 0 16 digest)
        string(APPEND bytes
            ".globl crura_page_${number}, crura_page_${number}_end\n"
            "crura_page_${number}:\n.incbin \"${path}\"\ncrura_page_${number}_end:\n.byte 0\n")
        string(APPEND symbols "extern const char crura_page_${number}[], crura_page_${number}_end[];\n")
        string(APPEND table "        {\"/${file}\", \"${type_of_${extension}}\", \"${digest}\",\n"
            "         {crura_page_${number}, crura_page_${number}_end}},\n")
        math(EXPR number "${number} + 1")
    endforeach()
    string(APPEND bytes ".section .note.GNU-stack,\"\",%progbits\n")
    set(here "${CMAKE_CURRENT_BINARY_DIR}")
    file(CONFIGURE OUTPUT "${here}/page_bytes.S" CONTENT "${bytes}" @ONLY)
    file(CONFIGURE OUTPUT "${here}/page_assets.cpp" @ONLY CONTENT
"#include \"app/page/assets.hpp\"

extern \"C\" {
${symbols}}

std::vector<crura::web::Asset> crura::app::page::page_assets()
{
    return {
${table}    };
}
")
    list(TRANSFORM files PREPEND "${dir}/")
    set_source_files_properties("${here}/page_bytes.S" PROPERTIES OBJECT_DEPENDS "${files}")
    target_sources(${target} PRIVATE "${here}/page_bytes.S" "${here}/page_assets.cpp")
endfunction()
