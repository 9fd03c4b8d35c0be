#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace crura::test {

// True when docs/when-things-go-wrong.md has this sentence, with FILE in place of the file's name.
inline bool is_documented(std::string sentence, const std::string& file)
{
    for (auto at = sentence.find(file); !file.empty() && at != std::string::npos;
         at = sentence.find(file))
        sentence.replace(at, file.size(), "FILE");
    std::ifstream page(CRURA_ROOT "/docs/when-things-go-wrong.md");
    const std::string text{std::istreambuf_iterator<char>(page), {}};
    return !sentence.empty() && text.find(sentence) != std::string::npos;
}

} // namespace crura::test
