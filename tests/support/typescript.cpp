#include "support/typescript.hpp"

#include <cctype>
#include <regex>
#include <vector>

namespace crura::test {
namespace {

struct Token {
    std::string text;
    bool quoted = false;
};

std::vector<Token> tokens_of(const std::string& text)
{
    std::vector<Token> tokens;
    static const std::regex word(R"(/\*[^]*?\*/|//[^\n]*|'([^']*)'|\w+|\S)");
    for (std::sregex_iterator at(text.begin(), text.end(), word), end; at != end; ++at) {
        const std::string whole = at->str();
        if (whole.rfind("//", 0) == 0 || whole.rfind("/*", 0) == 0)
            continue;
        if (whole[0] == '\'')
            tokens.push_back({(*at)[1], true});
        else
            tokens.push_back({whole});
    }
    return tokens;
}

class Reader {
public:
    explicit Reader(const std::string& text) : tokens_(tokens_of(text)) {}

    Declared operator()()
    {
        while (at_ < tokens_.size())
            if (take("interface"))
                read_interface();
            else if (take("type"))
                read_type();
            else
                ++at_;
        return declared_;
    }

private:
    bool is(const std::string& text) const
    {
        return at_ < tokens_.size() && !tokens_[at_].quoted && tokens_[at_].text == text;
    }
    bool take(const std::string& text)
    {
        const bool there = is(text);
        at_ += there;
        return there;
    }
    std::string next() { return at_ < tokens_.size() ? tokens_[at_++].text : std::string(); }

    void read_interface()
    {
        const auto name = next();
        auto& parents = declared_.extends[name];
        while (at_ < tokens_.size() && !is("{"))
            parents += next() + ' ';
        read_members(name);
    }

    // A choice of texts, or of objects that are told apart by their `type`.
    void read_type()
    {
        const auto name = next();
        for (std::set<std::string>* texts = nullptr; at_ < tokens_.size() && !is(";"); ++at_) {
            if (is("{")) {
                read_members(name + '.' + type_ahead());
                --at_;
            } else if (tokens_[at_].quoted) {
                texts = &declared_.members[name];
                texts->insert(tokens_[at_].text);
            }
        }
    }

    std::string type_ahead() const
    {
        for (std::size_t i = at_; i + 2 < tokens_.size() && tokens_[i].text != "}"; ++i)
            if (tokens_[i].text == "type" && tokens_[i + 2].quoted)
                return tokens_[i + 2].text;
        return {};
    }

    void read_members(const std::string& owner)
    {
        take("{");
        while (at_ < tokens_.size() && !take("}")) {
            if (take("[")) { // of any name
                while (at_ < tokens_.size() && !take(";"))
                    ++at_;
                continue;
            }
            auto name = owner + '.' + next();
            if (take("?"))
                name += '?';
            take(":");
            read_value(name);
        }
    }

    void read_value(const std::string& name)
    {
        auto& texts = declared_.members[name];
        while (at_ < tokens_.size() && !is(";") && !is("}")) {
            if (is("{")) {
                read_members(name);
                continue;
            }
            if (tokens_[at_].quoted)
                texts.insert(tokens_[at_].text);
            ++at_;
        }
        take(";");
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    Declared declared_;
};

} // namespace

Declared declared_in(const std::string& typescript)
{
    return Reader(typescript)();
}

} // namespace crura::test
